import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { App } from '@slack/bolt'
import type { ModalView } from '@slack/types'
import { objectsAt, stringAt } from '../../sandbox/slack/json.ts'
import type { Person } from '../../sandbox/slack/person-types.ts'
import { startRig, type Rig, type TransportKind } from './slack-rig.ts'

const form: ModalView = {
  type: 'modal',
  callback_id: 'campaign_form',
  title: { type: 'plain_text', text: 'New campaign' },
  submit: { type: 'plain_text', text: 'Create' },
  blocks: [
    {
      type: 'input',
      block_id: 'name',
      label: { type: 'plain_text', text: 'Name' },
      element: { type: 'plain_text_input', action_id: 'name', min_length: 3 },
    },
    {
      type: 'input',
      block_id: 'contacts',
      label: { type: 'plain_text', text: 'Contacts' },
      element: { type: 'file_input', action_id: 'contacts', filetypes: ['csv'], max_files: 1 },
    },
    {
      type: 'input',
      block_id: 'company',
      label: { type: 'plain_text', text: 'Company' },
      optional: true,
      element: { type: 'external_select', action_id: 'company', min_query_length: 1 },
    },
  ],
}

const card = (name: string, claimedBy: string | null) => ({
  text: `Lead ${name}`,
  blocks: [
    { type: 'section' as const, text: { type: 'mrkdwn' as const, text: `*${name}*` } },
    claimedBy === null
      ? {
          type: 'actions' as const,
          elements: [
            {
              type: 'button' as const,
              action_id: 'claim',
              text: { type: 'plain_text' as const, text: 'Claim' },
              value: 'lead-1',
              confirm: {
                title: { type: 'plain_text' as const, text: 'Claim this lead?' },
                text: { type: 'plain_text' as const, text: 'It becomes yours.' },
                confirm: { type: 'plain_text' as const, text: 'Claim it' },
                deny: { type: 'plain_text' as const, text: 'No' },
              },
            },
          ],
        }
      : {
          type: 'context' as const,
          elements: [{ type: 'mrkdwn' as const, text: `Claimed by <@${claimedBy}>` }],
        },
  ],
})

/** A small relay of its own: a form with a file, a card with a Claim button. */
function registerRelay(app: App, botToken: string): void {
  let owner: string | null = null
  app.command('/campaign', async ({ ack, client, body }) => {
    await ack()
    await client.views.open({ trigger_id: body.trigger_id, view: form })
  })
  app.options('company', async ({ ack, payload }) => {
    await ack({
      options: ['Acme', 'Apex', 'Borealis']
        .filter((name) => name.toLowerCase().startsWith(payload.value.toLowerCase()))
        .map((name) => ({ text: { type: 'plain_text', text: name }, value: name.toLowerCase() })),
    })
  })
  app.view('campaign_form', async ({ ack, view, client }) => {
    const field = (name: string) => view.state.values[name]?.[name]
    const url = field('contacts')?.files?.[0]?.url_private_download ?? ''
    const file = await fetch(url, { headers: { authorization: `Bearer ${botToken}` } })
    const rows = (await file.text()).trim().split('\n').slice(1)
    if (rows.length === 0) {
      await ack({ response_action: 'errors', errors: { contacts: 'This file has no contacts.' } })
      return
    }
    await ack()
    const chosen = field('company')?.selected_option?.value ?? 'none'
    const words = `${field('name')?.value} (${rows.length}, ${chosen})`
    await client.chat.postMessage({ channel: 'C0SALES', ...card(words, null) })
  })
  app.action('claim', async ({ ack, body, client, respond }) => {
    await ack()
    if (body.type !== 'block_actions' || !body.message || !body.channel) return
    if (owner !== null) {
      await respond({ text: `Already claimed by <@${owner}>`, replace_original: false })
      return
    }
    owner = body.user.id
    await client.chat.update({ channel: body.channel.id, ts: body.message.ts, ...card('Spring', owner) })
  })
}

const csv = (text: string) => ({ name: 'contacts.csv', content: new TextEncoder().encode(text) })

async function fillForm(maya: Person, contacts: string): Promise<void> {
  await maya.fill('Name', 'Spring')
  await maya.upload('Contacts', csv(contacts))
}

const filesIn = (maya: Person): string[] =>
  objectsAt(maya.snapshot().modals[0]?.state['contacts']?.['contacts'] ?? {}, 'files').map((file) =>
    stringAt(file, 'id'),
  )

describe.each<TransportKind>(['http', 'socket'])('a relay over %s', (transport) => {
  let rig: Rig
  let maya: Person
  beforeEach(async () => {
    rig = await startRig(transport, (app, slack) => registerRelay(app, slack.botToken))
    maya = rig.slack.person('U0MAYA')
  })
  afterEach(async () => rig.stop())

  it('goes from a slash command through a form with a file to a card that one of two people claims', async () => {
    const { slack } = rig
    const raj = slack.person('U0RAJ')
    expect(await maya.slash('#sales', '/campaign new')).toEqual({ kind: 'acknowledged' })
    await slack.waitForModal({ user: 'U0MAYA', title: 'New campaign' })
    await fillForm(maya, 'email\na@x.example\nb@x.example\n')
    expect((await maya.suggest('Company', 'a')).map(({ text }) => text)).toEqual(['Acme', 'Apex'])
    await maya.choose('Company', 'Apex')
    expect(await maya.submit()).toEqual({ kind: 'acknowledged' })
    expect(maya.snapshot().modals).toEqual([])

    const posted = await slack.waitForMessage({ channel: '#sales', text: 'Spring (2, apex)' })
    const claim = { where: { channel: '#sales' }, text: 'Claim' }
    const asked = await maya.click(claim)
    expect(asked).toMatchObject({ kind: 'needs-confirmation', dialog: { title: 'Claim this lead?' } })
    const [first, second] = [maya.confirm(), raj.click({ ...claim, confirm: true })]
    expect([await first, await second]).toEqual([{ kind: 'acknowledged' }, { kind: 'acknowledged' }])

    const redrawn = await slack.waitForMessage({ channel: '#sales', text: 'Claimed by' })
    expect(redrawn).toMatchObject({ ts: posted.ts, edited: false })
    const winner = maya.reads({ channel: '#sales', ts: posted.ts }).join().includes('U0MAYA') ? maya : raj
    const loser = winner === maya ? raj : maya
    const line = await slack.waitForMessage({ channel: '#sales', text: 'Already claimed', as: loser.id })
    expect(line.ephemeral).toBe(true)
    expect(JSON.stringify(winner.snapshot())).not.toContain('Already claimed')
    await expect(raj.click(claim)).rejects.toThrow(/No button 'Claim' in #sales.*visible buttons: none/)
  })

  it('keeps the form open with the words of the app at the field they are about', async () => {
    await maya.slash('#sales', '/campaign new')
    await rig.slack.waitForModal({ user: 'U0MAYA' })
    await fillForm(maya, 'email\n')
    const outcome = await maya.submit()
    const errors = [{ blockId: 'contacts', label: 'Contacts', message: 'This file has no contacts.' }]
    expect(outcome).toEqual({ kind: 'field-errors', from: 'app', errors })
    expect(maya.snapshot().modals[0]).toMatchObject({
      errors,
      state: { name: { name: { value: 'Spring' } } },
    })
  })

  it('asks for required fields and lengths before the app hears of a submission', async () => {
    await maya.slash('#sales', '/campaign new')
    await rig.slack.waitForModal({ user: 'U0MAYA' })
    await maya.fill('Name', 'ab')
    const outcome = await maya.submit()
    expect(outcome).toMatchObject({ kind: 'field-errors', from: 'slack' })
    expect(maya.snapshot().modals[0]?.errors.map(({ label }) => label)).toEqual(['Name', 'Contacts'])
    expect(rig.slack.journal.deliveries('view')).toEqual([])
  })

  it('refuses a file of another type and a second file before the app sees them', async () => {
    await maya.slash('#sales', '/campaign new')
    await rig.slack.waitForModal({ user: 'U0MAYA' })
    const wrong = await maya.upload('Contacts', { name: 'a.exe', content: new Uint8Array([1]) })
    expect(wrong).toMatchObject({ kind: 'refused', notice: expect.stringContaining('csv') })
    await maya.upload('Contacts', csv('email\na@x.example\n'))
    const second = await maya.upload('Contacts', csv('email\n'))
    expect(second).toMatchObject({ kind: 'refused', notice: expect.stringContaining('at most 1 file') })
  })

  it('lets a person take a file out again and choose another one', async () => {
    await maya.slash('#sales', '/campaign new')
    await rig.slack.waitForModal({ user: 'U0MAYA' })
    await fillForm(maya, 'email\n')
    expect(await maya.submit()).toMatchObject({ kind: 'field-errors', from: 'app' })
    const id = filesIn(maya)[0] ?? ''
    await maya.removeFile('Contacts', id)
    expect(filesIn(maya)).toEqual([])
    expect(maya.snapshot().modals[0]?.errors).toEqual([])
    await expect(maya.removeFile('Contacts', id)).rejects.toThrow(`There is no file ${id} in that field`)
    await maya.upload('Contacts', csv('email\na@x.example\n'))
    expect(filesIn(maya)).toHaveLength(1)
  })
})
