import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { campaignFormModal } from '../../src/bot/views/campaign-form.ts'
import { startDoor, type DoorRig } from './door-rig.ts'
import { seedLead } from './seeds.ts'

const sentence = 'Guests and people from other workspaces cannot use Baton.'

let rig: DoorRig
beforeAll(async () => {
  rig = await startDoor('socket')
})
afterAll(() => rig.stop())

/** What only this person reads in a channel. */
const whispers = (user: string, channel: string) =>
  (
    rig.slack
      .person(user)
      .snapshot()
      .channels.find(({ name }) => name === channel)?.messages ?? []
  )
    .filter(({ ephemeral }) => ephemeral)
    .map(({ text }) => text)

const isTold = (user: string, channel: string, before = 0) =>
  rig.slack.waitFor('the sentence', () => whispers(user, channel).slice(before).includes(sentence))

describe.each([
  ['a guest', 'U0GUEST'],
  ['somebody of another workspace', 'U0OTHER'],
])('%s', (_, id) => {
  it.each(['/campaign new', '/campaign list', '/campaign pause Spring launch', '/lead queue', '/lead mine'])(
    'is refused the command %s',
    async (line) => {
      const before = whispers(id, 'marketing').length
      expect(await rig.slack.person(id).slash('#marketing', line)).toEqual({ kind: 'acknowledged' })
      await isTold(id, 'marketing', before)
      expect(whispers(id, 'marketing').slice(before)).toEqual([sentence])
      expect(rig.slack.person(id).snapshot().modals).toEqual([])
    },
  )

  it('is refused a button, and the lead stays open', async () => {
    const lead = await seedLead(rig)
    const before = whispers(id, 'sales').length
    await rig.slack.person(id).click({ where: { channel: '#sales', ts: lead.ts }, text: 'Claim' })
    await isTold(id, 'sales', before)
    const { status } = await rig.deps.db.handover.findUniqueOrThrow({ where: { id: lead.id } })
    expect(status).toBe('open')
  })

  it('gets a modal that says so from the shortcut', async () => {
    const outsider = rig.slack.person(id)
    await outsider.globalShortcut('Create campaign')
    await rig.slack.waitForModal({ user: id, title: 'Baton' })
    expect(outsider.reads('modal').join('\n')).toContain(sentence)
    await outsider.close('all')
  })

  it('gets a Home tab that says so and has no buttons', async () => {
    const outsider = rig.slack.person(id)
    await outsider.openHome()
    await rig.slack.waitFor('the Home tab', () => outsider.snapshot().home)
    expect(outsider.reads('home')).toEqual([sentence])
  })

  it('reads so after a message in the thread of a lead, and nothing about messages elsewhere', async () => {
    const lead = await seedLead(rig)
    const before = whispers(id, 'sales').length
    const { ts } = await rig.slack.person(id).say('#sales', 'Anybody?')
    await rig.slack.person(id).say('#sales', 'No?', { threadTs: ts })
    await rig.slack.person(id).say('#sales', 'Here I am', { threadTs: lead.ts })
    await isTold(id, 'sales', before)
    expect(whispers(id, 'sales').slice(before)).toEqual([sentence])
    expect(await rig.deps.db.message.count({ where: { handoverId: lead.id } })).toBe(0)
  })
})

describe('somebody who has become a guest', () => {
  /** Opens the form as a member of the workspace, and is a guest when it is sent. */
  async function formOfFormerMember(id: string) {
    const person = { id, name: id.toLowerCase(), real_name: id, email: `${id}@acme.example`, tz: 'UTC' }
    rig.slack.admin.addUser({ ...person, is_restricted: true })
    const outsider = rig.slack.person(id)
    rig.slack.admin.join('#marketing', id)
    await outsider.globalShortcut('Create campaign')
    const { viewId } = await rig.slack.waitForModal({ user: id, title: 'Baton' })
    const { apiUrl, botToken } = rig.slack
    await fetch(`${apiUrl}views.update`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${botToken}` },
      body: JSON.stringify({ view_id: viewId, view: campaignFormModal() }),
    })
    await rig.slack.waitForModal({ user: id, title: 'New campaign' })
    return outsider
  }

  it('is refused what they send, with what they typed still there', async () => {
    const outsider = await formOfFormerMember('U0FORMER')
    await outsider.fill('Campaign name', 'Mine!')
    await outsider.fill('Sender name', 'Me')
    await outsider.fill('Sender email', 'me@baton.example')
    await outsider.upload('Contacts', {
      name: 'a.csv',
      content: new TextEncoder().encode('Email\na@b.example'),
    })
    await outsider.fill('Subject', 'Hi')
    await outsider.fill('Email', 'Hi')
    await outsider.choose('Channel for the campaign’s card', 'marketing')
    await outsider.choose('Channel for its leads', 'marketing')
    await outsider.submit()
    expect(outsider.reads('modal').join('\n')).toContain(sentence)
    expect(JSON.stringify(outsider.snapshot().modals.at(-1)?.state)).toContain('Mine!')
    expect(await rig.deps.db.campaign.count({ where: { name: 'Mine!' } })).toBe(0)
  })
})

describe('a member', () => {
  it('is asked to try again while Slack does not say who they are', async () => {
    const id = 'U0NEWBIE'
    rig.slack.admin.addUser({ id, name: 'new', real_name: 'New', email: 'new@acme.example', tz: 'UTC' })
    rig.slack.admin.join('#marketing', id)
    rig.slack.faults.add({ method: 'users.info', error: 'internal_error', times: 1 })
    const newbie = rig.slack.person(id)
    await newbie.slash('#marketing', '/lead mine')
    await rig.slack.waitForMessage({ channel: '#marketing', as: id, text: /did not say who you are/ })
    await newbie.slash('#marketing', '/lead mine')
    const list = await rig.slack.waitForMessage({ channel: '#marketing', as: id, text: /Leads you hold/ })
    expect(list.ephemeral).toBe(true)
  })
})
