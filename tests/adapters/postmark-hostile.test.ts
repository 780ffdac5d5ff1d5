import { describe, expect, it } from '@jest/globals'
import { cpuTimer } from '../support/cpu-time.ts'
import { readPostmarkEvent } from '../../src/adapters/postmark-events.ts'
import { readPostmarkInbound } from '../../src/adapters/postmark-inbound.ts'

const odd = `a\u0000b\u0007\ud800${'x'.repeat(1_000_000)}`
const time = '2026-11-05T16:33:54Z'
// No control characters but the line ends and tabs of a text, and nothing that is not Unicode.
const storable = /^(?:[^\p{Cc}\p{Cs}]|[\t\n\r])*$/u

/** Every text in a value, however deep. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null || value instanceof Date) return []
  return Object.values(value).flatMap(textsIn)
}

describe('an event in which every text is hostile', () => {
  const metadata = { sendid: odd, attempt: odd, [odd]: odd }
  const common = { MessageID: 'm\u0000', Metadata: metadata, Recipient: odd, Email: odd, Tag: odd }
  const bounce = { ...common, BouncedAt: time, Inactive: true, Name: odd, Description: odd, Details: odd }
  const visit = { ...common, ReceivedAt: time, UserAgent: odd, OriginalLink: odd }
  it.each([
    { RecordType: 'Delivery', ...common, DeliveredAt: time },
    { RecordType: 'Bounce', ...bounce },
    { RecordType: 'Bounce', ...bounce, Description: null },
    { RecordType: 'SpamComplaint', ...bounce },
    { RecordType: 'Open', ...visit },
    { RecordType: 'Click', ...visit },
    {
      RecordType: 'SubscriptionChange',
      ...common,
      ChangedAt: time,
      SuppressSending: true,
      SuppressionReason: 'ManualSuppression',
    },
  ])('is read as short and storable ones ($RecordType)', (payload) => {
    const texts = textsIn(readPostmarkEvent(payload))
    expect(texts.length).toBeGreaterThan(1)
    for (const text of texts) {
      expect(text.length).toBeLessThanOrEqual(2_000)
      expect(text).toMatch(storable)
    }
  })

  it('never makes an address of what is none', () => {
    const Recipient = 'ada\u0000@example.com'
    const event = { RecordType: 'Delivery', DeliveredAt: time, Recipient }
    expect(readPostmarkEvent(event)?.address).toBe('ada @example.com')
  })
})

describe('a mail in which every text is hostile', () => {
  const hostile = {
    MessageID: 'm1',
    From: odd,
    FromFull: { Email: odd, Name: odd },
    MailboxHash: odd,
    Subject: odd,
    TextBody: odd,
    HtmlBody: odd,
    StrippedTextReply: odd,
    Date: odd,
  }

  it.each([hostile, { ...hostile, TextBody: '', MailboxHash: '', ToFull: [{ MailboxHash: odd }] }])(
    'is read as bounded and storable ones (case %#)',
    (payload) => {
      const { text, strippedText, ...short } = readPostmarkInbound(payload) ?? { text: '', strippedText: '' }
      expect(textsIn(short)).toHaveLength(5)
      for (const line of textsIn(short)) {
        expect(line.length).toBeLessThanOrEqual(2_000)
        expect(line).toMatch(/^[^\p{Cc}\p{Cs}]*$/u)
      }
      for (const long of [text, strippedText]) {
        expect(long.length).toBeGreaterThan(1_000)
        expect(long.length).toBeLessThanOrEqual(200_000)
        expect(long).toMatch(storable)
      }
    },
  )

  it('has a bounded number of headers, each bounded, and the first of a name wins', () => {
    const names = Array.from({ length: 50_000 }, (_, index) => ({ Name: `X-${index}`, Value: 'x' }))
    const Headers = [
      { Name: 'Subject', Value: odd },
      { Name: 'SUBJECT', Value: 'later' },
      { Name: odd, Value: odd },
      { Name: '__proto__', Value: 'x' },
      ...names,
    ]
    const { headers = {} } = readPostmarkInbound({ ...hostile, Headers }) ?? {}
    expect(Object.keys(headers).length).toBeLessThanOrEqual(1_000)
    expect(headers['subject']).toMatch(/^a b \ufffdx+$/)
    for (const text of [...Object.keys(headers), ...Object.values(headers)]) {
      expect(text.length).toBeLessThanOrEqual(50_000)
      expect(text).toMatch(/^[^\p{Cc}\p{Cs}]*$/u)
    }
  })

  it('has no proof of its sender where two headers give one', () => {
    const Headers = [
      { Name: 'X-Spam-Tests', Value: 'DKIM_VALID_AU' },
      { Name: 'x-spam-tests', Value: 'SPF_FAIL' },
    ]
    expect(readPostmarkInbound({ ...hostile, Headers })?.headers['x-spam-tests']).toBe('')
  })

  it.each(['<h1>', '<div>', '<ul><li>', '<table><tr><td>', '<', '&amp', '<!--'])(
    'takes little time, even if its HTML is %s without end',
    (unit) => {
      const cpuMs = cpuTimer()
      readPostmarkInbound({ ...hostile, TextBody: '', HtmlBody: unit.repeat(1_000_000) })
      expect(cpuMs()).toBeLessThan(3_000)
    },
  )

  it('is none where its id is none', () => {
    for (const MessageID of ['', 'a b', 'm\u0000', 'm'.repeat(201)]) {
      expect(readPostmarkInbound({ ...hostile, MessageID })).toBeNull()
    }
  })
})

describe('a change of a suppression at Postmark', () => {
  const change = {
    RecordType: 'SubscriptionChange',
    MessageID: null,
    Recipient: 'Ada@example.com',
    ChangedAt: time,
    SuppressSending: true,
  }
  it.each([
    ['ManualSuppression', 'unsubscribed'],
    ['HardBounce', 'bounced'],
    ['SpamComplaint', 'complained'],
  ])('for %s that names no mail is an event of its own', (SuppressionReason, type) => {
    expect(readPostmarkEvent({ ...change, SuppressionReason })).toMatchObject({
      type,
      address: 'Ada@example.com',
      providerMessageId: null,
      final: true,
    })
  })

  it('for a bounce or a complaint that names the mail is told by another webhook already', () => {
    for (const SuppressionReason of ['HardBounce', 'SpamComplaint']) {
      expect(readPostmarkEvent({ ...change, MessageID: 'm1', SuppressionReason })).toBeNull()
    }
    expect(
      readPostmarkEvent({ ...change, MessageID: 'm1', SuppressionReason: 'ManualSuppression' }),
    ).toMatchObject({
      type: 'unsubscribed',
    })
  })

  it('that lets somebody in again undoes nothing here', () => {
    expect(readPostmarkEvent({ ...change, SuppressSending: false, SuppressionReason: null })).toBeNull()
    expect(
      readPostmarkEvent({ ...change, SuppressSending: false, SuppressionReason: 'ManualSuppression' }),
    ).toBeNull()
  })
})
