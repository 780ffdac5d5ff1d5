import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { App } from '@slack/bolt'
import type { DeliveryEntry } from '../../sandbox/slack/types.ts'
import { objectAt, stringAt } from '../../sandbox/slack/json.ts'
import { startSlack } from '../../sandbox/slack/start.ts'
import { manifestFor, startRig, workspace, type Rig, type TransportKind } from './slack-rig.ts'

type Told = { heard: string[] }

function register(app: App, told: Told): void {
  app.event('app_mention', async ({ event, say }) => {
    told.heard.push(`mention ${event.text}`)
    await say({ text: 'Here I am', thread_ts: event.thread_ts ?? event.ts })
  })
  app.event('message', async ({ event }) => {
    const text = 'text' in event ? event.text : event.subtype
    told.heard.push(`${event.channel_type} ${text}`)
  })
  app.event('reaction_added', async ({ event }) => {
    told.heard.push(`reaction ${event.reaction}`)
  })
}

const said = ({ payload }: DeliveryEntry) => stringAt(objectAt(payload, 'event'), 'text')

describe.each<TransportKind>(['http', 'socket'])('events over %s', (transport) => {
  let rig: Rig
  let told: Told
  beforeEach(async () => {
    told = { heard: [] }
    rig = await startRig(transport, (app) => register(app, told), { eventRetryMs: [0, 1, 1] })
  })
  afterEach(async () => rig.stop())

  const maya = () => rig.slack.person('U0MAYA')
  /** A delivery that the app has taken. */
  const delivered = (where: (delivery: DeliveryEntry) => boolean) =>
    rig.slack.waitForDelivery({ of: 'event', where })
  const heard = async (words: string) => rig.slack.waitFor(words, () => told.heard.includes(words))

  it('brings a mention as a mention and a message, and the answer lands in its thread', async () => {
    const { ts } = await maya().say('#sales', '@Relay who owns this? <b> & co')
    const answer = await rig.slack.waitForMessage({ channel: '#sales', text: 'Here I am' })
    expect(answer).toMatchObject({ threadTs: ts, isApp: true, user: 'U0BOT' })
    await heard('channel <@U0BOT> who owns this? &lt;b&gt; &amp; co')
    const parent = maya()
      .snapshot()
      .channels.find(({ name }) => name === 'sales')?.messages[0]
    expect(parent).toMatchObject({
      threadTs: ts,
      replyCount: 1,
      replyUsers: ['U0BOT'],
      latestReply: answer.ts,
    })
  })

  it('brings thread replies, direct messages and reactions', async () => {
    const { ts } = await maya().say('#sales', 'First')
    await maya().say('#sales', 'Second', { threadTs: ts })
    await maya().say('@Relay', 'Just us')
    await maya().react('eyes', { channel: '#sales', ts })
    for (const words of ['channel Second', 'im Just us', 'reaction eyes']) await heard(words)
    const reply = await delivered((delivery) => said(delivery) === 'Second')
    expect(reply.payload['event']).toMatchObject({ thread_ts: ts, channel_type: 'channel', user: 'U0MAYA' })
  })

  it('stays silent where the bot is not, what it did not subscribe to and what it has no scope for', async () => {
    await maya().say('#random', 'Nobody listens')
    await maya().say('private-deals', 'No message.groups here')
    await maya().say('#sales', 'Heard')
    await delivered((delivery) => said(delivery) === 'Heard')
    expect(rig.slack.journal.deliveries('event').map(said)).toEqual(['Heard'])
    expect(told.heard).toEqual(['channel Heard'])
  })

  it('tells the app of its own messages too, with its bot_id, and of its own edits', async () => {
    const { ts } = await rig.app.client.chat.postMessage({ channel: 'C0SALES', text: 'Card' })
    await rig.app.client.chat.update({ channel: 'C0SALES', ts: ts ?? '', text: 'Card, redrawn' })
    const subtype = ({ payload }: DeliveryEntry) => stringAt(objectAt(payload, 'event'), 'subtype')
    const edit = await delivered((delivery) => subtype(delivery) === 'message_changed')
    expect(edit.payload['event']).toMatchObject({
      message: { text: 'Card, redrawn', bot_id: 'B0RELAY' },
      previous_message: { text: 'Card' },
      hidden: true,
    })
    const first = await delivered((delivery) => said(delivery) === 'Card')
    expect(first.payload['event']).toMatchObject({ bot_id: 'B0RELAY', ts })
  })

  it('delivers an event again, with the same id, until it is taken', async () => {
    rig.slack.faults.lateAck({ of: 'event', times: 2 })
    await maya().say('#sales', 'Stubborn')
    await heard('channel Stubborn')
    const last = await delivered(({ attempt }) => attempt === 2)
    const deliveries = rig.slack.journal.deliveries('event')
    expect(deliveries.map(({ attempt, ack }) => [attempt, ack.kind])).toEqual([
      [0, 'late'],
      [1, 'late'],
      [2, 'acknowledged'],
    ])
    expect(new Set(deliveries.map(({ payload }) => payload['event_id'])).size).toBe(1)
    expect(last.payload['event']).toMatchObject({ text: 'Stubborn' })
  })

  it('delivers an event twice when that is on order', async () => {
    rig.slack.faults.duplicateEvent({ type: 'message', times: 1 })
    await maya().say('#sales', 'Echo')
    await rig.slack.waitFor('both', () => told.heard.filter((words) => words === 'channel Echo').length === 2)
    const deliveries = () => rig.slack.journal.deliveries('event')
    await rig.slack.waitFor('both on record', () => deliveries().length === 2)
    expect(new Set(deliveries().map(({ payload }) => payload['event_id'])).size).toBe(1)
  })
})

describe('Socket Mode', () => {
  let rig: Rig
  beforeEach(async () => {
    const answerHello = (app: App) => {
      app.command('/campaign', async ({ ack }) => ack({ text: 'Hello', response_type: 'ephemeral' }))
    }
    rig = await startRig('socket', answerHello, { pingTimeoutMs: 2_000 })
  })
  afterEach(async () => rig.stop())

  it.each([
    ['asked to reconnect', () => rig.slack.faults.disconnect('refresh_requested')],
    ['cut off', () => rig.slack.faults.dropConnections()],
  ])('goes on after the app was %s', async (_what, disturb) => {
    const opened = () => rig.slack.journal.calls('apps.connections.open').length
    const before = opened()
    disturb()
    await rig.slack.waitFor('a new connection', () => opened() > before)
    const maya = rig.slack.person('U0MAYA')
    await rig.slack.waitForSocket()
    expect(await maya.slash('#sales', '/campaign')).toEqual({ kind: 'acknowledged' })
    const line = await rig.slack.waitForMessage({ channel: '#sales', text: 'Hello', as: 'U0MAYA' })
    expect(line.ephemeral).toBe(true)
  })
})

it('shows an error to the person when the app has no Socket Mode connection', async () => {
  const slack = await startSlack({ manifest: manifestFor('socket'), workspace })
  slack.connectApp({ transport: 'socket' })
  const outcome = await slack.person('U0MAYA').slash('#sales', '/campaign')
  expect(outcome).toMatchObject({
    kind: 'failed',
    notice: expect.stringContaining('no open Socket Mode connection'),
  })
  await slack.stop()
})
