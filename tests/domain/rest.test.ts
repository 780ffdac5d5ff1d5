import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { allowanceOf, gapEnds, longestRestMs, sliceOf } from '../../src/domain/limits.ts'
import { holdMs, longestHoldMs } from '../../src/domain/message.ts'
import { noLimits } from '../../src/domain/plan-defaults.ts'
import { latestEnd } from '../../src/domain/rest.ts'

const now = new Date('2026-11-20T09:00:00Z')
const later = (ms: number) => new Date(now.getTime() + ms)
const minute = 60_000
const day = 24 * 60 * minute
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

describe('a rest that has begun', () => {
  it('is believed for the longest that it can last, with a minute for clocks and looks', () => {
    expect(latestEnd(5 * minute, now)).toEqual(later(6 * minute))
  })

  it('of all sending is 6 minutes and a quarter at the longest', () => {
    expect(longestHoldMs).toBe(6.25 * minute)
    const failures = fc.integer({ min: 1, max: 10_000 })
    fc.assert(fc.property(failures, chance, (count, random) => holdMs(count, random) <= longestHoldMs))
  })

  it('of a campaign is its gap with all of its jitter, or a day with the slice that is counted whole', () => {
    const longest = (limits: object) => longestRestMs({ ...noLimits, ...limits })
    const gap = { seconds: 60, jitterSeconds: 30 }
    expect(longest({})).toBe(0)
    expect(longest({ perContact: { mails: 1, days: 90 }, perDomainHour: 1 })).toBe(0)
    expect(longest({ gap })).toBe(90_000)
    expect(longest({ gap, perCampaignDay: 5 })).toBe(day + 24 * minute)
    expect(longest({ perSenderDay: 5 })).toBe(day + 24 * minute)
    expect(longest({ warmUp: true })).toBe(day + 24 * minute)
    expect(longest({ warmUp: true, gap: { seconds: 86_400, jitterSeconds: 86_400 } })).toBe(2 * day)
  })

  it('of a campaign never ends later than that, whatever was sent before', () => {
    const seconds = fc.integer({ min: 1, max: 86_400 })
    fc.assert(
      fc.property(seconds, seconds, chance, (gap, jitter, random) => {
        const limits = { ...noLimits, gap: { seconds: gap, jitterSeconds: jitter } }
        const latest = later(longestRestMs(limits)).getTime()
        expect(gapEnds(limits.gap, now, random).getTime()).toBeLessThanOrEqual(latest)
      }),
    )
    const agoMs = fc.array(fc.integer({ min: 0, max: 2 * day }), { minLength: 1 })
    fc.assert(
      fc.property(agoMs, (times) => {
        const limit = { key: 'k', most: 1, periodMs: day }
        const counts = times.map((ms) => ({ slice: sliceOf(limit, later(-ms)), taken: 1 }))
        const { freeAt } = allowanceOf(limit, counts, now)
        const latest = later(longestRestMs({ ...noLimits, perCampaignDay: 1 })).getTime()
        expect(freeAt.getTime()).toBeLessThanOrEqual(latest)
      }),
    )
  })
})
