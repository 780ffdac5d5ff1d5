import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { ServerClient } from 'postmark'

import { fieldsOf } from '../../sandbox/postmark/fields.ts'
import type { PostmarkStandIn } from '../../sandbox/postmark/types.ts'
import { message, startReceiver, startRig } from './postmark-rig.ts'
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
    const ids = receiver.received.map(({ body }) => fieldsOf(body['Metadata'])['sendid'])
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
})

describe('webhooks that a receiver does not take', () => {
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
})

describe('webhooks on order', () => {
  it('come twice, and again when repeated, with the same trace id', async () => {
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
