import { describe, expect, it } from '@jest/globals'
import {
  type CallEnd,
  conversationRetryMs,
  decideBatch,
  holdMs,
  leaseLeftMs,
  type MailAnswer,
  maySend,
  settleAnswer,
  settleSearched,
  whyItWaits,
} from '../../src/domain/message.ts'

const calm = { failures: 0, random: 0 }
const rejected = (code: number, inactive: boolean): MailAnswer => ({
  kind: 'rejected',
  code,
  reason: 'no',
  inactive,
  about: 'recipient',
})

const answers: [MailAnswer, object][] = [
  [
    { kind: 'accepted', providerMessageId: 'p1' },
    { state: 'sent', providerMessageId: 'p1', reason: null },
  ],
  [rejected(406, true), { state: 'rejected', errorCode: 406, reason: 'no', suppress: true }],
  [rejected(300, false), { state: 'rejected', errorCode: 300, suppress: false }],
  [
    { kind: 'refused', whose: 'account', reason: 'our fault' },
    { state: 'queued', reason: 'our fault', suppress: false },
  ],
  [
    { kind: 'unknown', reason: 'no id' },
    { state: 'unknown', reason: 'no id', attemptCounts: true },
  ],
]

describe('an answered mail', () => {
  it.each(answers)('%j', (answer, settlement) => {
    expect(settleAnswer('m1', answer)).toMatchObject({ messageId: 'm1', ...settlement })
  })
})

describe('a mail that the provider was asked about', () => {
  it.each([
    ['p1', 1, 'sent'],
    ['p1', 2, 'sent'],
    [null, 1, 'queued'],
    [null, 2, 'needs_human'],
    [null, 3, 'needs_human'],
  ] as const)('found %j after %i attempts is %s', (found, attempts, state) => {
    expect(settleSearched('m1', found, attempts)).toMatchObject({ state, providerMessageId: found })
  })
})

describe('a batch', () => {
  const decide = (end: CallEnd | null, failures = 1) =>
    decideBatch(['m1', 'm2'], end, { failures, random: 0 })
  const states = (end: CallEnd | null, failures?: number) =>
    decide(end, failures).settlements.map(({ state }) => state)
  const accepted = { kind: 'accepted', providerMessageId: 'p1' } as const

  it('that was answered is settled mail by mail, in the order of the call', () => {
    const end: CallEnd = { kind: 'answered', outcomes: [rejected(406, true), accepted] }
    expect(states(end)).toEqual(['rejected', 'sent'])
    expect(decide(end).hold).toBe('release')
  })

  it('that was answered in part leaves the rest unknown, not lost', () => {
    expect(states({ kind: 'answered', outcomes: [accepted] })).toEqual(['sent', 'unknown'])
  })

  it('that was certainly not accepted goes back in line, rejects nobody and lets sending rest', () => {
    for (const kind of ['refused', 'forbidden'] as const) {
      const end: CallEnd = { kind, reason: 'no' }
      expect(states(end)).toEqual(['queued', 'queued'])
      expect(decide(end)).toMatchObject({ hold: 'start', pause: null })
    }
  })

  it('from an address that the provider refuses stops its campaign alone', () => {
    const end: CallEnd = { kind: 'sender-refused', reason: 'not confirmed' }
    expect(states(end)).toEqual(['queued', 'queued'])
    expect(decide(end)).toMatchObject({ hold: 'keep', pause: 'not confirmed' })
  })

  it.each([
    [1, 'keep'],
    [2, 'keep'],
    [3, 'start'],
  ] as const)('whose fate is open %i times in a row: %s', (failures, hold) => {
    const end: CallEnd = { kind: 'unknown', reason: 'timeout' }
    expect(states(end, failures)).toEqual(['unknown', 'unknown'])
    expect(decide(end, failures).hold).toBe(hold)
  })

  it('with nothing in it asks nothing of anybody', () => {
    expect(decideBatch([], null, calm)).toMatchObject({ settlements: [], hold: 'keep', pause: null })
  })
})

describe('the rest after calls that were not accepted', () => {
  it('doubles from two seconds to five minutes', () => {
    expect([1, 2, 3, 8, 9, 1000].map((failures) => holdMs(failures, 0))).toEqual([
      2_000, 4_000, 8_000, 256_000, 300_000, 300_000,
    ])
  })

  it('is up to a quarter longer, so that workers do not come back together', () => {
    expect(holdMs(1, 0.999)).toBeGreaterThan(2_490)
    expect(holdMs(1, 0.999)).toBeLessThanOrEqual(2_500)
  })
})

describe('a lease', () => {
  const claimedAt = new Date('2026-11-20T09:00:00Z')
  const lease = { claimedAt, sendLeaseMs: 120_000, sendTimeoutMs: 30_000 }
  it.each([
    [0, true, 120_000],
    [89_999, true, 30_001],
    [90_000, true, 30_000],
    [90_001, false, 29_999],
    [120_000, false, 0],
    [500_000, false, 0],
    [-5_000, true, 125_000],
  ])('%i ms after the claim lets a call be made: %s, with %i ms left', (ms, allowed, left) => {
    const now = new Date(claimedAt.getTime() + ms)
    expect([maySend(lease, now), leaseLeftMs(lease, now)]).toEqual([allowed, left])
  })
})

describe('an attempt counts', () => {
  it('unless the provider certainly has nothing of it', () => {
    const counted = (end: CallEnd) =>
      decideBatch(['m1'], end, calm).settlements.map(({ attemptCounts }) => attemptCounts)
    expect(counted({ kind: 'unknown', reason: 'timeout' })).toEqual([true])
    expect(counted({ kind: 'answered', outcomes: [] })).toEqual([true])
    for (const kind of ['refused', 'forbidden', 'sender-refused'] as const)
      expect(counted({ kind, reason: 'no' })).toEqual([false])
    const refused = { kind: 'refused', whose: 'account', reason: 'no' } as const
    expect(counted({ kind: 'answered', outcomes: [refused] })).toEqual([false])
    expect(settleSearched('m1', null, 1)).toMatchObject({ state: 'queued', attemptCounts: true })
  })
})

describe('a rep’s message that is not taken', () => {
  it('waits as long again as it has waited, from five seconds to five minutes', () => {
    expect([0, 5_000, 20_000, 299_999, 3_600_000].map((ms) => conversationRetryMs(ms, 0))).toEqual([
      5_000, 5_000, 20_000, 299_999, 300_000,
    ])
    expect(conversationRetryMs(0, 0.999)).toBeLessThanOrEqual(6_250)
  })

  const reason = 'Postmark answered'
  it.each([
    [{ kind: 'forbidden', reason }, 0, /refuses mail from Baton.*Postmark answered/],
    [{ kind: 'refused', reason }, 9_999, /^nothing$/],
    [{ kind: 'refused', reason }, 10_000, /tried again by itself.*Postmark answered/],
    [{ kind: 'unknown', reason }, 60_000, /^nothing$/],
    [{ kind: 'sender-refused', reason }, 60_000, /^nothing$/],
    [{ kind: 'answered', outcomes: [] }, 60_000, /^nothing$/],
  ] as const)('%j after %i ms is told as %s', (end, ms, words) => {
    expect(whyItWaits(end, ms) ?? 'nothing').toMatch(words)
  })
})
