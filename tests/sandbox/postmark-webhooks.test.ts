import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { ServerClient } from 'postmark'

import type { PostmarkStandIn } from '../../sandbox/postmark/types.ts'
import { call, message, startReceiver, startRig } from './postmark-rig.ts'
import type { Received, Receiver } from './postmark-rig.ts'

const minute = 60_000

let receiver: Receiver
let standIn: PostmarkStandIn
let client: ServerClient

beforeEach(async () => {
  receiver = await startReceiver()
  ;({ standIn, client } = await startRig({ hooks: { eventsUrl: `${receiver.url}/events` } }))
})

afterEach(async () => {
  await standIn.stop()
  await receiver.stop()
})

const kinds = () => receiver.received.map(({ body }) => body['RecordType'])
const header = (received: Received | undefined, name: string) => received?.headers[name]

describe('webhooks of the Postmark stand-in', () => {
  it('report a delivery by themselves, with metadata, trace id and Basic authorisation', async () => {
    const sent = await client.sendEmail(message({ Tag: 'spring' }))
    await standIn.webhooks.idle()
    const [first] = receiver.received
    expect(receiver.received).toHaveLength(1)
    expect(first?.path).toBe('/events')
    expect(first?.body).toEqual({
      RecordType: 'Delivery',
      MessageStream: 'broadcast',
      ServerID: 23,
      MessageID: sent.MessageID,
      Recipient: 'john@example.com',
      Tag: 'spring',
      DeliveredAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/),
      Details: expect.stringContaining('250'),
      Metadata: { sendid: 's-1' },
    })
    expect(header(first, 'authorization')).toBe(`Basic ${Buffer.from('hook:p@ss').toString('base64')}`)
    expect(header(first, 'x-pm-webhook-trace-id')).toMatch(/^[\da-f-]{36}$/)
    expect(header(first, 'x-pm-retries-remaining')).toBe('6')
  })

  it('give 500 delivery events for 500 mails, eight at a time at most', async () => {
    const mails = Array.from({ length: 500 }, (_, n) => message({ Metadata: { sendid: `s-${n}` } }))
    await client.sendEmailBatch(mails)
    await standIn.webhooks.idle()
    const ids = receiver.received.map(({ body }) => (body['Metadata'] as { sendid: string }).sendid)
    expect(new Set(ids).size).toBe(500)
    expect(ids).toHaveLength(500)
    expect(receiver.peak()).toBeGreaterThan(1)
    expect(receiver.peak()).toBeLessThanOrEqual(8)
  })

  it('wait for the delivery latency, and say nothing when deliveries are switched off', async () => {
    standIn.settings.deliveryLatencyMs = minute
    await client.sendEmail(message())
    await standIn.webhooks.idle()
    expect(kinds()).toEqual([])
    standIn.advance(minute)
    await standIn.webhooks.idle()
    expect(kinds()).toEqual(['Delivery'])
    standIn.settings.automaticDelivery = false
    await client.sendEmail(message())
    standIn.advance(10 * minute)
    await standIn.webhooks.idle()
    expect(kinds()).toEqual(['Delivery'])
  })

  it('are tried again after 1, 5, 10, 10, 10 and 15 minutes with the same trace id, then dropped', async () => {
    receiver.answer = () => 500
    await client.sendEmail(message())
    await standIn.webhooks.idle()
    for (const [tries, minutes] of [1, 5, 10, 10, 10, 15].entries()) {
      standIn.advance(minutes * minute - 2000)
      await standIn.webhooks.idle()
      expect(receiver.received).toHaveLength(tries + 1)
      standIn.advance(2000)
      await standIn.webhooks.idle()
      expect(receiver.received).toHaveLength(tries + 2)
    }
    standIn.advance(1000 * minute)
    await standIn.webhooks.idle()
    expect(new Set(receiver.received.map((one) => header(one, 'x-pm-webhook-trace-id'))).size).toBe(1)
    expect(receiver.received.map((one) => header(one, 'x-pm-retries-remaining'))).toEqual([
      '6',
      '5',
      '4',
      '3',
      '2',
      '1',
      '0',
    ])
    expect(standIn.journal.attempts().map(({ outcome }) => outcome)).toEqual([
      ...Array.from({ length: 6 }, () => 'will-retry'),
      'dropped',
    ])
  })

  it.each([
    [204, 'delivered'],
    [401, 'dropped'],
    [403, 'dropped'],
    [404, 'dropped'],
    [408, 'will-retry'],
    [429, 'will-retry'],
    [503, 'will-retry'],
  ])('answered with %i are %s', async (status, outcome) => {
    receiver.answer = () => status
    await client.sendEmail(message())
    await standIn.webhooks.idle()
    expect(standIn.journal.attempts()).toMatchObject([{ status, outcome, attempt: 1 }])
  })

  it('are tried again when nobody listens', async () => {
    await receiver.stop()
    await client.sendEmail(message())
    await standIn.webhooks.idle()
    expect(standIn.journal.attempts()).toMatchObject([{ status: 0, outcome: 'will-retry' }])
    expect(standIn.webhooks.pending()).toEqual({ queued: 0, inFlight: 0, retrying: 1 })
  })

  it('are tried again when the receiver takes too long', async () => {
    const { createServer } = await import('node:net')
    const silent = createServer()
    await new Promise<void>((resolve) => {
      silent.listen(0, '127.0.0.1', resolve)
    })
    const address = silent.address()
    standIn.settings.eventTimeoutMs = 50
    standIn.connect({ eventsUrl: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/` })
    await client.sendEmail(message())
    await standIn.webhooks.idle()
    silent.close()
    expect(standIn.journal.attempts()).toMatchObject([{ status: 0, error: 'timeout', outcome: 'will-retry' }])
  })

  it('come twice on order, and again when repeated, with the same trace id', async () => {
    standIn.settings.duplicateWebhooks = 1
    await client.sendEmail(message())
    await standIn.webhooks.idle()
    expect(kinds()).toEqual(['Delivery', 'Delivery'])
    standIn.settings.duplicateWebhooks = 0
    const traceId = header(receiver.received[0], 'x-pm-webhook-trace-id')
    standIn.webhooks.repeat(String(traceId))
    await standIn.webhooks.idle()
    expect(receiver.received).toHaveLength(3)
    expect(new Set(receiver.received.map((one) => header(one, 'x-pm-webhook-trace-id')))).toEqual(
      new Set([traceId]),
    )
    expect(receiver.received[2]?.body).toEqual(receiver.received[0]?.body)
  })

  it('are held back while paused, and come in another order', async () => {
    standIn.settings.webhookConcurrency = 1
    standIn.webhooks.pause()
    const sent = await client.sendEmail(message({ TrackOpens: true }))
    standIn.advance(1)
    standIn.inbox.open(sent.MessageID)
    await standIn.webhooks.idle()
    expect(kinds()).toEqual([])
    standIn.webhooks.resume({ order: 'reversed' })
    await standIn.webhooks.idle()
    expect(kinds()).toEqual(['Open', 'Delivery'])
  })

  it('go to a receiver that is connected later, instead of the first', async () => {
    const other = await startReceiver()
    standIn.connect({ eventsUrl: `${other.url}/later` })
    await client.sendEmail(message())
    await standIn.webhooks.idle()
    await other.stop()
    expect(receiver.received).toEqual([])
    expect(other.received.map(({ path }) => path)).toEqual(['/later'])
  })
})

describe('webhooks set up through the API', () => {
  const triggers = {
    Open: { Enabled: true, PostFirstOpenOnly: true },
    Bounce: { Enabled: true, IncludeContent: true },
  }
  const create = async (changes: Record<string, unknown> = {}) =>
    call(standIn, '/webhooks', {
      body: { Url: `${receiver.url}/api`, MessageStream: 'outbound', Triggers: triggers, ...changes },
    })

  beforeEach(async () => {
    await standIn.stop()
    ;({ standIn, client } = await startRig({ automaticDelivery: false }))
  })

  it('are probed for every enabled kind before they are saved', async () => {
    const answer = await create({ HttpAuth: { Username: 'u', Password: 'p' } })
    expect(answer.json).toMatchObject({ MessageStream: 'outbound', Status: 'verified', Triggers: triggers })
    expect(kinds().sort()).toEqual(['Bounce', 'Open'])
    expect(header(receiver.received[0], 'authorization')).toBe(
      `Basic ${Buffer.from('u:p').toString('base64')}`,
    )
  })

  it('are not saved when a probe is answered with 204', async () => {
    receiver.answer = ({ body }) => (body['RecordType'] === 'Bounce' ? 204 : 200)
    const answer = await create()
    expect([answer.status, answer.json['ErrorCode']]).toEqual([422, 1364])
    const list = await client.getWebhooks()
    expect(list.Webhooks).toEqual([])
  })

  it('get no events while unverified, and get them once verified', async () => {
    const created = await create({ Verify: false })
    expect(created.json['Status']).toBe('unverified')
    const sent = await client.sendEmail(message({ MessageStream: 'outbound', TrackOpens: true }))
    standIn.inbox.open(sent.MessageID)
    await standIn.webhooks.idle()
    expect(receiver.received).toEqual([])
    await call(standIn, `/webhooks/${String(created.json['ID'])}/verify`, { method: 'POST', body: {} })
    receiver.received.length = 0
    standIn.inbox.bounce(sent.MessageID, 'soft')
    await standIn.webhooks.idle()
    expect(kinds()).toEqual(['Bounce'])
    expect(receiver.received[0]?.body['Content']).toContain('Subject: Hello')
  })

  it('hear of first opens only when they ask for that', async () => {
    await create()
    const sent = await client.sendEmail(message({ MessageStream: 'outbound', TrackOpens: true }))
    receiver.received.length = 0
    standIn.inbox.open(sent.MessageID)
    standIn.inbox.open(sent.MessageID)
    await standIn.webhooks.idle()
    expect(receiver.received.map(({ body }) => body['FirstOpen'])).toEqual([true])
  })

  it('can be edited, listed by stream and deleted with the client', async () => {
    const created = await client.createWebhook({
      Url: `${receiver.url}/a`,
      MessageStream: 'broadcast',
      Triggers: { Click: { Enabled: true } },
    })
    const edited = await client.editWebhook(created.ID, { Url: `${receiver.url}/b` })
    expect(edited).toMatchObject({ Url: `${receiver.url}/b`, Triggers: { Click: { Enabled: true } } })
    const listed = await client.getWebhooks({ MessageStream: 'broadcast' })
    expect(listed.Webhooks.map(({ ID }) => ID)).toEqual([created.ID])
    await client.deleteWebhook(created.ID)
    expect((await client.getWebhooks()).Webhooks).toEqual([])
  })

  it('are refused on the inbound stream', async () => {
    const answer = await create({ MessageStream: 'inbound' })
    expect(answer.json['ErrorCode']).toBe(1351)
  })
})
