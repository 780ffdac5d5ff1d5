import { afterEach, beforeEach, expect, it } from '@jest/globals'
import type { App, BlockAction } from '@slack/bolt'
import type { InputBlock, KnownBlock, ModalView } from '@slack/types'
import WebSocket from 'ws'
import { objectAt } from '../../sandbox/slack/json.ts'
import type { JsonObject } from '../../sandbox/slack/json.ts'
import type { Person } from '../../sandbox/slack/person-types.ts'
import { startSlack } from '../../sandbox/slack/start.ts'
import { manifestFor, startRig, workspace, type Rig } from './slack-rig.ts'

const plain = (text: string) => ({ type: 'plain_text' as const, text })
const option = (text: string) => ({ text: plain(text), value: text.toLowerCase() })
const colours = [option('Red'), option('Green'), option('Blue')]

const input = (
  label: string,
  element: InputBlock['element'],
  more: Partial<InputBlock> = {},
): InputBlock => ({
  type: 'input',
  block_id: label,
  label: plain(label),
  optional: true,
  element,
  ...more,
})

const blocks: KnownBlock[] = [
  input('Text', { type: 'plain_text_input', action_id: 'a' }),
  input('Email', { type: 'email_text_input', action_id: 'a' }),
  input('Link', { type: 'url_text_input', action_id: 'a' }),
  input('Count', {
    type: 'number_input',
    is_decimal_allowed: false,
    action_id: 'a',
    min_value: '1',
    max_value: '9',
  }),
  input('Colour', { type: 'static_select', action_id: 'a', options: colours }),
  input('Colours', { type: 'multi_static_select', action_id: 'a', options: colours, max_selected_items: 2 }),
  input('Tick', { type: 'checkboxes', action_id: 'a', options: colours }),
  input('Radio', { type: 'radio_buttons', action_id: 'a', options: colours }),
  input('Owner', { type: 'users_select', action_id: 'a' }),
  input('Team', { type: 'multi_users_select', action_id: 'a' }),
  input('Room', { type: 'conversations_select', action_id: 'a', default_to_current_conversation: true }),
  input('Channel', { type: 'channels_select', action_id: 'a' }),
  input('Day', { type: 'datepicker', action_id: 'a', initial_date: '2026-11-23' }),
  input('Hour', { type: 'timepicker', action_id: 'a' }),
  input('Moment', { type: 'datetimepicker', action_id: 'a' }),
  input('Files', { type: 'file_input', action_id: 'a' }),
  input('Live', { type: 'static_select', action_id: 'live', options: colours }, { dispatch_action: true }),
]

const form: ModalView = {
  type: 'modal',
  callback_id: 'form',
  title: plain('All'),
  submit: plain('Save'),
  blocks,
}

let rig: Rig
let maya: Person
let submitted: JsonObject[]
let acted: BlockAction['actions'] = []
beforeEach(async () => {
  submitted = []
  acted = []
  rig = await startRig('http', register)
  maya = rig.slack.person('U0MAYA')
  await maya.slash('#sales', '/campaign')
  await rig.slack.waitForModal({ user: 'U0MAYA' })
})
afterEach(async () => rig.stop())

function register(app: App): void {
  app.command('/campaign', async ({ ack, client, body }) => {
    await ack()
    await client.views.open({ trigger_id: body.trigger_id, view: form })
  })
  app.view('form', async ({ ack, view }) => {
    submitted.push(view.state.values)
    await ack()
  })
  app.action<BlockAction>(/.*/, async ({ ack, body }) => {
    acted = [...acted, ...body.actions]
    await ack()
  })
}

const submittedValue = (label: string) => Object.values(objectAt(submitted[0] ?? {}, label))[0]

it("sends every kind of empty field in Slack's own shape", async () => {
  expect(await maya.submit()).toEqual({ kind: 'acknowledged' })
  const shapes: [string, JsonObject][] = [
    ['Text', { type: 'plain_text_input', value: null }],
    ['Count', { type: 'number_input', value: null }],
    ['Colour', { type: 'static_select', selected_option: null }],
    ['Colours', { type: 'multi_static_select', selected_options: [] }],
    ['Tick', { type: 'checkboxes', selected_options: [] }],
    ['Radio', { type: 'radio_buttons', selected_option: null }],
    ['Owner', { type: 'users_select', selected_user: null }],
    ['Team', { type: 'multi_users_select', selected_users: [] }],
    ['Room', { type: 'conversations_select', selected_conversation: 'C0SALES' }],
    ['Channel', { type: 'channels_select', selected_channel: null }],
    ['Day', { type: 'datepicker', selected_date: '2026-11-23' }],
    ['Hour', { type: 'timepicker', selected_time: null }],
    ['Moment', { type: 'datetimepicker', selected_date_time: null }],
    ['Files', { type: 'file_input', files: [] }],
  ]
  for (const [label, shape] of shapes) expect([label, submittedValue(label)]).toEqual([label, shape])
})

it('sends what a person filled in, by the words they see', async () => {
  await maya.fill('Text', 'Hello')
  await maya.fill('Count', '7')
  await maya.choose('Colour', 'Green')
  await maya.choose('Colours', ['Red', 'Blue'])
  await maya.choose('Tick', 'Red')
  await maya.choose('Owner', 'Raj Patel')
  await maya.choose('Team', ['@maya', 'U0RAJ'])
  await maya.choose('Channel', '#random')
  await maya.choose('Moment', '2026-11-23T14:30:00Z')
  await maya.choose('Day', null)
  expect(await maya.submit()).toEqual({ kind: 'acknowledged' })
  expect(submittedValue('Text')).toMatchObject({ value: 'Hello' })
  expect(submittedValue('Count')).toMatchObject({ value: '7' })
  expect(submittedValue('Colour')).toMatchObject({ selected_option: { value: 'green' } })
  expect(submittedValue('Colours')).toMatchObject({ selected_options: [{ value: 'red' }, { value: 'blue' }] })
  expect(submittedValue('Tick')).toMatchObject({ selected_options: [{ value: 'red' }] })
  expect(submittedValue('Owner')).toMatchObject({ selected_user: 'U0RAJ' })
  expect(submittedValue('Team')).toMatchObject({ selected_users: ['U0MAYA', 'U0RAJ'] })
  expect(submittedValue('Channel')).toMatchObject({ selected_channel: 'C0RANDOM' })
  expect(submittedValue('Moment')).toMatchObject({ selected_date_time: 1795444200 })
  expect(submittedValue('Day')).toMatchObject({ selected_date: null })
})

it.each([
  ['Email', 'nobody', 'Please enter a valid email address.'],
  ['Link', 'acme', 'Please enter a valid URL.'],
  ['Count', 'many', 'Please enter a whole number.'],
  ['Count', '0', 'Must be 1 or more.'],
  ['Count', '10', 'Must be 9 or less.'],
])('does not submit %s with %j', async (field, value, message) => {
  await maya.fill(field, value)
  const outcome = await maya.submit()
  expect(outcome).toMatchObject({ kind: 'field-errors', from: 'slack', errors: [{ label: field, message }] })
  expect(submitted).toEqual([])
})

it('tells the app of a choice in an input only where dispatch_action asks for it', async () => {
  await maya.choose('Colour', 'Red')
  expect(rig.slack.journal.deliveries('action')).toEqual([])
  await maya.choose('Live', 'Blue')
  expect(acted).toMatchObject([
    { type: 'static_select', action_id: 'live', selected_option: { value: 'blue' } },
  ])
})

it('takes fields by their ids, as the page names them', async () => {
  await maya.choose({ field: { actionId: 'a', blockId: 'Radio' }, option: 'Red' })
  expect(maya.snapshot().modals[0]?.state['Radio']).toMatchObject({
    a: { selected_option: { value: 'red' } },
  })
})

it.each([
  [
    async () => maya.fill('Colour', 'x'),
    /No text field 'Colour' in the modal 'All'.*visible fields: Text, Email/,
  ],
  [async () => maya.choose('Colour', 'Pink'), /No option 'Pink'; options: Red, Green, Blue/],
  [async () => maya.choose('Colours', ['Red', 'Green', 'Blue']), /at most 2 options/],
  [async () => maya.choose('Day', 'tomorrow'), /'tomorrow' is no date; write it as 2026-11-23/],
  [async () => maya.choose('Owner', 'Nobody'), /No user 'Nobody'; users: .*Maya Lind, Raj Patel/],
  [async () => maya.choose('Channel', 'private-deals'), /not offered here/],
  [async () => maya.slash('#nowhere', '/campaign'), /No channel '#nowhere'.*visible: #sales, #random/],
  [async () => maya.confirm(), /No confirm dialog is open/],
])('says what is there when the thing named is not (%#)', async (act, words) => {
  await expect(act()).rejects.toThrow(words)
})

it('keeps at most ten Socket Mode connections', async () => {
  const slack = await startSlack({ manifest: manifestFor('socket'), workspace })
  const url = slack.apiUrl.replace('http', 'ws').replace('/api/', '/link/?ticket=1')
  const firstWords = async () =>
    new Promise<string>((resolve) => {
      new WebSocket(url).once('message', (data: Buffer) => resolve(data.toString()))
    })
  const words: string[] = []
  for (let dialled = 1; dialled <= 11; dialled += 1) words.push(await firstWords())
  expect(words[9]).toContain('"num_connections":10')
  expect(words[10]).toContain('too_many_websockets')
  await slack.stop()
})
