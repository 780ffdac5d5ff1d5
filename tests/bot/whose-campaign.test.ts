import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { enroll, insertCampaign, insertContact, insertMessage } from '../support/rows.ts'
import { draft } from '../views/samples.ts'
import { startDoor, type DoorRig } from './door-rig.ts'

let rig: DoorRig
beforeAll(async () => {
  rig = await startDoor('socket')
})
afterAll(() => rig.stop())

let serial = 0

/** A campaign of Maria's with its card in a channel. */
async function ofMaria(status: 'draft' | 'running' | 'paused', channelId = 'C0MKT') {
  const { db } = rig.deps
  const maria = { slackUserId: 'U0MARIA', name: 'Maria Rossi' }
  const { id: ownerId } = await db.member.upsert({ where: maria, create: maria, update: {} })
  serial += 1
  const name = `Roast ${serial}`
  const campaign = await insertCampaign(db, { name, status, ownerId, channelId })
  const card = { ...draft, id: campaign.id, name, status }
  const { ts } = await rig.chat.showCampaign(card, { channelId, ts: null })
  await db.campaign.update({ where: { id: campaign.id }, data: { cardTs: ts } })
  return { id: campaign.id, name, where: { channel: channelId, ts } }
}

/** Enrols three people in a campaign, of whom one has got their mail. */
async function writtenToOneOfThree(id: string) {
  const { db } = rig.deps
  const version = await db.campaignVersion.findFirstOrThrow({
    where: { campaignId: id },
    include: { steps: true },
  })
  const campaign = await db.campaign.findUniqueOrThrow({ where: { id } })
  const launched = { ...campaign, versionId: version.id, stepId: version.steps[0]?.id ?? '' }
  for (const sent of [false, true, false]) {
    const { id: contactId } = await insertContact(db)
    const enrollment = await enroll(db, { campaign: launched, contactId })
    if (!sent) continue
    await insertMessage(db, { enrollment, state: 'sent' })
    await db.enrollment.update({
      where: { id: enrollment.id },
      data: { status: 'completed', stepId: null, nextAt: null },
    })
  }
}

const whispers = (user: string) =>
  rig.slack
    .person(user)
    .snapshot()
    .channels.flatMap(({ messages }) => messages)
    .filter(({ ephemeral }) => ephemeral)

/** Does something, and gives the next line that only this person reads. */
async function hears(user: string, act: () => Promise<unknown>) {
  const before = new Set(whispers(user).map(({ ts }) => ts))
  await act()
  return rig.slack.waitFor('an answer', () => whispers(user).find(({ ts }) => !before.has(ts)))
}

const statusOf = async (id: string) =>
  (await rig.deps.db.campaign.findUniqueOrThrow({ where: { id } })).status

describe('somebody else’s campaign', () => {
  it.each([
    ['draft', 'Launch', 'launch it'],
    ['draft', 'Send test to me', 'send a test of it'],
    ['running', 'Cancel campaign', 'cancel it'],
    ['paused', 'Resume', 'resume it'],
  ] as const)('that is %s does not obey %s', async (status, text, words) => {
    const { id, where } = await ofMaria(status)
    const line = await hears('U0RAJ', () => rig.slack.person('U0RAJ').click({ where, text, confirm: true }))
    expect(line.text).toBe(`Only Maria Rossi, who owns this campaign, or an admin can ${words}.`)
    expect(await statusOf(id)).toBe(status)
  })

  it('does not show its people in a preview', async () => {
    const { where } = await ofMaria('draft')
    const raj = rig.slack.person('U0RAJ')
    await raj.click({ where, text: 'Preview' })
    await rig.slack.waitForModal({ user: 'U0RAJ' })
    await rig.slack.waitFor('the refusal', () =>
      raj
        .reads('modal')
        .join('\n')
        .includes('Only Maria Rossi, who owns this campaign, or an admin can preview it.'),
    )
    expect(raj.reads('modal').join('\n')).not.toContain('As seen by')
    await raj.close('all')
  })

  it.each(['resume', 'cancel'])('does not obey /campaign %s', async (word) => {
    const { id, name } = await ofMaria('paused')
    const line = await hears('U0RAJ', () =>
      rig.slack.person('U0RAJ').slash('#marketing', `/campaign ${word} ${name}`),
    )
    expect(line.text).toBe(`Only Maria Rossi, who owns this campaign, or an admin can ${word} it.`)
    expect(await statusOf(id)).toBe('paused')
  })

  it('can be paused by everybody, from its card and by name', async () => {
    const raj = rig.slack.person('U0RAJ')
    const first = await ofMaria('running')
    await hears('U0RAJ', () => raj.click({ where: first.where, text: 'Pause', confirm: true }))
    const second = await ofMaria('running')
    await hears('U0RAJ', () => raj.slash('#marketing', `/campaign pause ${second.name}`))
    expect([await statusOf(first.id), await statusOf(second.id)]).toEqual(['paused', 'paused'])
  })

  it('obeys whoever runs the workspace, who is an admin from then on', async () => {
    const { id, where } = await ofMaria('paused')
    const ines = rig.slack.person('U0INES')
    await hears('U0INES', () => ines.click({ where, text: 'Resume' }))
    expect(await statusOf(id)).toBe('running')
    await hears('U0INES', () => ines.click({ where, text: 'Cancel campaign', confirm: true }))
    const member = await rig.deps.db.member.findUniqueOrThrow({ where: { slackUserId: 'U0INES' } })
    expect([await statusOf(id), member.role]).toEqual(['cancelled', 'admin'])
  })
})

describe('/campaign cancel', () => {
  it('asks before it cancels, and cancels when that is confirmed', async () => {
    const { id, name } = await ofMaria('running')
    await writtenToOneOfThree(id)
    const maria = rig.slack.person('U0MARIA')
    const asked = await hears('U0MARIA', () => maria.slash('#marketing', `/campaign cancel ${name}`))
    expect(asked.text).toBe(`Cancel ${name}? 2 people will not be written to.`)
    expect(await statusOf(id)).toBe('running')
    const where = { channel: '#marketing', ts: asked.ts }
    const dialog = await maria.click({ where, text: 'Cancel campaign' })
    expect(dialog).toMatchObject({
      kind: 'needs-confirmation',
      dialog: {
        title: `Cancel ${name}?`,
        text: '2 people will not be written to, and it does not go on from there. Replies to what went out still arrive.',
      },
    })
    expect(await statusOf(id)).toBe('running')
    const answered = await hears('U0MARIA', () => maria.confirm())
    expect(answered.text).toMatch(/^Cancelled/)
    expect(await statusOf(id)).toBe('cancelled')
  })

  it('says at once that there is nothing to cancel any more', async () => {
    const { id, name } = await ofMaria('running')
    await rig.deps.db.campaign.update({ where: { id }, data: { status: 'completed' } })
    const line = await hears('U0MARIA', () =>
      rig.slack.person('U0MARIA').slash('#marketing', `/campaign cancel ${name}`),
    )
    expect(line.text).toBe(`“${name}” is finished, so it cannot be cancelled.`)
  })
})

describe('/campaign show', () => {
  it('leads everybody to a card in a public channel, and only its members to one in a private channel', async () => {
    const members = ['U0MARIA', 'U0BATON', 'U0GUEST']
    rig.slack.admin.addChannel({ id: 'C0BOARD', name: 'board', is_private: true, members })
    const open = await ofMaria('draft')
    const hidden = await ofMaria('draft', 'C0BOARD')
    const shown = async (user: string, { name }: { name: string }) =>
      (await hears(user, () => rig.slack.person(user).slash('#marketing', `/campaign show ${name}`))).text
    expect(await shown('U0RAJ', open)).toMatch(/Here is its card/)
    expect(await shown('U0RAJ', hidden)).toBe(`There is no campaign called “${hidden.name}”.`)
    expect(await shown('U0MARIA', hidden)).toMatch(/Here is its card/)
    expect(await shown('U0INES', hidden)).toBe(
      'Its card is in a private channel that you or Baton are not in.',
    )
  })
})

describe('a name that could mean several campaigns', () => {
  it('brings a list of those that can be seen, with the button that does what was asked for', async () => {
    const channel = { id: 'C0INNER', name: 'inner', is_private: true, members: ['U0MARIA', 'U0BATON'] }
    rig.slack.admin.addChannel(channel)
    const first = await ofMaria('running')
    const second = await ofMaria('running')
    const hidden = await ofMaria('running', 'C0INNER')
    await rig.deps.db.campaign.updateMany({
      where: { id: { in: [first.id, second.id, hidden.id] } },
      data: { name: 'Twin roast' },
    })
    const raj = rig.slack.person('U0RAJ')
    const asked = await hears('U0RAJ', () => raj.slash('#marketing', '/campaign pause twin roast'))
    expect(asked.text).toBe('2 campaigns match “twin roast”. Which one do you mean?')
    const shown = JSON.stringify(asked.blocks)
    expect(shown).toContain('▶️ Running · <#C0MKT>')
    expect([shown.includes(first.id), shown.includes(second.id), shown.includes(hidden.id)]).toEqual([
      true,
      true,
      false,
    ])
    const where = { channel: '#marketing', ts: asked.ts }
    const answered = await hears('U0RAJ', () => raj.click({ where, text: 'Pause', confirm: true }))
    expect(answered.text).toMatch(/^Paused/)
    expect([await statusOf(first.id), await statusOf(second.id)]).toEqual(['running', 'paused'])
    expect(await statusOf(hidden.id)).toBe('running')
  })

  it('pauses nothing that cannot be seen', async () => {
    const { id } = await ofMaria('running', 'C0INNER')
    await rig.deps.db.campaign.update({ where: { id }, data: { name: 'Inner roast' } })
    const line = await hears('U0RAJ', () =>
      rig.slack.person('U0RAJ').slash('#marketing', '/campaign pause Inner roast'),
    )
    expect(line.text).toBe('There is no campaign called “Inner roast”.')
    expect(await statusOf(id)).toBe('running')
  })
})
