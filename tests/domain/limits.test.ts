import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  allowanceOf,
  bookSlots,
  campaignLimits,
  gapEnds,
  type SliceCount,
  sliceOf,
  takingsOf,
  warmUpLimit,
} from '../../src/domain/limits.ts'
import { noLimits } from '../../src/domain/plan-defaults.ts'
import { shareDraws } from '../../src/domain/variant-draw.ts'

const scope = { campaignId: 'c', senderEmail: 'Mara@s.example', warmUpDay: 0 }

describe('a limit', () => {
  const limit = { key: 'k', most: 5, periodMs: 3_600_000 }

  it('is never passed in any stretch of its period, whenever mails are asked for', () => {
    const asks = fc.array(fc.record({ pauseMs: fc.nat(1_500_000), mails: fc.integer({ min: 1, max: 4 }) }), {
      maxLength: 60,
    })
    fc.assert(
      fc.property(asks, (steps) => {
        const taken: { at: number; mails: number }[] = []
        const counts: SliceCount[] = []
        let now = Date.parse('2026-11-20T09:00Z')
        for (const { pauseMs, mails } of steps) {
          now += pauseMs
          const count = Math.min(mails, allowanceOf(limit, counts, new Date(now)).left)
          taken.push({ at: now, mails: count })
          counts.push({ slice: sliceOf(limit, new Date(now)), taken: count })
          const within = taken.filter(({ at }) => at > now - limit.periodMs)
          expect(within.reduce((sum, one) => sum + one.mails, 0)).toBeLessThanOrEqual(limit.most)
        }
      }),
    )
  })

  it('says when the next mail is free, and then it is', () => {
    const now = new Date('2026-11-20T09:10:30Z')
    const counts = [
      { slice: new Date('2026-11-20T09:10Z'), taken: 3 },
      { slice: new Date('2026-11-20T08:30Z'), taken: 2 },
    ]
    const { left, freeAt } = allowanceOf(limit, counts, now)
    expect([left, freeAt.toISOString()]).toEqual([0, '2026-11-20T09:31:00.000Z'])
    expect(allowanceOf(limit, counts, freeAt).left).toBe(2)
  })

  it('books moments that it will allow, one after the other', () => {
    const from = new Date('2026-11-20T10:00Z')
    const { slots, bookedUntil } = bookSlots(limit, { from, count: 3 })
    expect(slots.map((slot) => slot.toISOString())).toEqual([
      '2026-11-20T10:00:00.000Z',
      '2026-11-20T10:12:12.000Z',
      '2026-11-20T10:24:24.000Z',
    ])
    expect(bookedUntil.toISOString()).toBe('2026-11-20T10:36:36.000Z')
  })
})

it('a sender’s limit is the lower of its own and its warm-up’s', () => {
  const limits = { ...noLimits, perSenderDay: 1_000, warmUp: true }
  const most = (warmUpDay: number) =>
    campaignLimits(limits, { ...scope, warmUpDay }).map((limit) => limit.most)
  expect([most(0), most(41), most(42)]).toEqual([[200], [1_000], [1_000]])
  expect([0, 1, 20, 41, 42].map(warmUpLimit)).toEqual([200, 236, 5_813, 200_000, Infinity])
})

it('mails take from the limits on campaign and their domains, and give back the same; their sender counts them itself', () => {
  const limits = { ...noLimits, perCampaignDay: 10, perSenderDay: 20, perDomainHour: 3 }
  const addresses = ['a@x.example', 'b@x.example', 'c@y.example']
  const counts = (sign: 1 | -1) =>
    takingsOf(limits, { scope, addresses, sign }).map(({ limit, count }) => [limit.key, count])
  expect(counts(1)).toEqual([
    ['campaign:c', 3],
    ['domain:c:x.example', 2],
    ['domain:c:y.example', 1],
  ])
  expect(counts(-1).map(([, count]) => count)).toEqual([-3, -2, -1])
})

it('a gap lasts its seconds and up to its jitter on top', () => {
  const now = new Date('2026-11-20T09:00Z')
  const ends = (random: number) => gapEnds({ seconds: 120, jitterSeconds: 60 }, now, random).toISOString()
  expect([ends(0), ends(0.5)]).toEqual(['2026-11-20T09:02:00.000Z', '2026-11-20T09:02:30.000Z'])
})

it('shares every draw among the variants, in proportion, without a gap or an overlap', () => {
  const weights = fc
    .array(fc.nat(1_000), { minLength: 1, maxLength: 8 })
    .filter((given) => given.some((w) => w > 0))
  fc.assert(
    fc.property(weights, (given) => {
      const shares = shareDraws(given)
      const sum = given.reduce((total, weight) => total + weight, 0)
      expect([shares[0]?.drawFrom, shares.at(-1)?.drawTo]).toEqual([0, 65_536])
      shares.forEach(({ drawFrom, drawTo }, index) => {
        expect(drawFrom).toBe(shares[index - 1]?.drawTo ?? 0)
        expect(Math.abs(drawTo - drawFrom - (65_536 * (given[index] ?? 0)) / sum)).toBeLessThanOrEqual(1)
      })
    }),
  )
})
