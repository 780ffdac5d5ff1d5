import { describe, expect, it } from '@jest/globals'
import { cpuTimer } from '../support/cpu-time.ts'
import { noLimits } from '../../src/domain/plan-defaults.ts'
import type { CampaignPlan, SendLimits } from '../../src/domain/plan.ts'
import { type AudienceGroup, simulateCampaign } from '../../src/domain/simulate-campaign.ts'
import { after, plannedStep, planOf } from '../support/plans.ts'

// A Friday.
const start = new Date('2026-11-20T09:00:00Z')
const office: CampaignPlan['window'] = { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }
const people = (count: number, given: Partial<AudienceGroup> = {}) => [
  { zone: 'UTC', domain: 'people.example', count, ...given },
]
const limited = (limits: Partial<SendLimits>) =>
  planOf([plannedStep('One')], { limits: { ...noLimits, ...limits } })

describe('a simulated campaign', () => {
  it('tells when each zone is written to, by its own clock, and when each step ends', () => {
    const steps = [plannedStep('One'), plannedStep('Two', { wait: after(2, 'business-days') })]
    const audience = [
      { zone: 'Europe/London', domain: 'a.example', count: 30 },
      { zone: 'America/New_York', domain: 'a.example', count: 20 },
      { zone: 'Asia/Tokyo', domain: 'b.example', count: 10 },
    ]
    const told = simulateCampaign(planOf(steps, { window: office }), { audience, start })
    expect(told.mails).toBe(120)
    expect(told.unreached).toEqual([])
    const spans = Object.fromEntries(
      told.zones.map(({ zone, first, last }) => [zone, [first.toISOString(), last.toISOString()]]),
    )
    expect(spans).toEqual({
      'Europe/London': ['2026-11-20T09:00:00.000Z', '2026-11-24T09:00:00.000Z'],
      'America/New_York': ['2026-11-20T14:00:00.000Z', '2026-11-24T14:00:00.000Z'],
      'Asia/Tokyo': ['2026-11-23T00:00:00.000Z', '2026-11-25T00:00:00.000Z'],
    })
    expect(told.steps.map(({ mails, last }) => [mails, last.toISOString()])).toEqual([
      [60, '2026-11-23T00:00:00.000Z'],
      [60, '2026-11-25T00:00:00.000Z'],
    ])
    expect(told.hours[0]).toEqual({ hour: start, mails: 30 })
  })

  it('divides a step among its variants by weight, to the last mail, and leaves the holdout out', () => {
    const variants = [1, 3, 0].map((weight, index) => ({
      name: 'ABC'[index] ?? '',
      weight,
      subject: 'S',
      body: 'B',
    }))
    const plan = planOf([plannedStep('', { variants })], { holdoutPercent: 10 })
    const told = simulateCampaign(plan, { audience: [...people(501), ...people(500)], start })
    expect(told.unreached).toEqual([{ reason: 'holdout', people: 100 }])
    expect(told.steps[0]?.variants.map(({ mails }) => mails)).toEqual([225, 676, 0])
  })

  it('rests when the day of a campaign is used up, and nobody is late for that', () => {
    const told = simulateCampaign(limited({ perCampaignDay: 1_000 }), { audience: people(3_500), start })
    expect(told.mails).toBe(3_500)
    expect(told.unreached).toEqual([])
    expect(told.hours.map(({ mails }) => mails)).toEqual([1_000, 1_000, 1_000, 500])
    expect(told.heldUp).toMatchObject([{ by: 'campaign', first: start }])
    // A thousand is forgotten when a day has passed since the end of the 24 minutes it is counted in: 09:12, 09:36, 10:00.
    expect(told.steps[0]?.last.toISOString()).toBe('2026-11-23T10:00:00.000Z')
  })

  it('warms a sender up from 200 mails a day', () => {
    const told = simulateCampaign(limited({ warmUp: true }), { audience: people(100_000), start })
    expect(told.mails).toBe(100_000)
    expect(told.hours[0]?.mails).toBe(200)
    expect(told.hours.length).toBeGreaterThan(20)
  })

  it('says of what it does not get through in its days how many wait, and what held them up', () => {
    const gap = { seconds: 3_600, jitterSeconds: 0 }
    const told = simulateCampaign(limited({ gap }), { audience: people(100), start, days: 2 })
    expect(told.mails).toBe(49)
    expect(told.unreached).toEqual([{ reason: 'beyond-the-horizon', people: 51 }])
    expect(told.heldUp.map(({ by }) => by)).toEqual(['gap'])
  })

  it('gives a contact no more than allowed, and the next when the oldest is over', () => {
    const plan = planOf([plannedStep('One'), plannedStep('Two', { wait: after(1, 'days') })], {
      limits: { ...noLimits, perContact: { mails: 1, days: 7 } },
    })
    const told = simulateCampaign(plan, { audience: people(5), start })
    expect(told.hours.map(({ hour }) => hour.toISOString().slice(0, 10))).toEqual([
      '2026-11-20',
      '2026-11-27',
    ])
  })

  it('spreads a domain over the hours it needs', () => {
    const audience = [...people(250, { domain: 'big.example' }), ...people(40, { domain: 'small.example' })]
    const told = simulateCampaign(limited({ perDomainHour: 100 }), { audience, start })
    expect(told.mails).toBe(290)
    expect(told.hours[0]).toEqual({ hour: start, mails: 140 })
    expect(told.heldUp).toMatchObject([{ by: 'domain', domain: 'big.example' }])
  })

  it('plays 100,000 people in 24 zones over 90 days within seconds', () => {
    const zones = Intl.supportedValuesOf('timeZone').filter((_, index) => index % 18 === 0)
    const domains = ['gmail.com', 'outlook.com', 'yahoo.com', 'icloud.com', 'web.de']
    const audience = zones.flatMap((zone) =>
      domains.map((domain) => ({ zone, domain, count: Math.ceil(100_000 / zones.length / domains.length) })),
    )
    const steps = Array.from({ length: 12 }, (_, n) =>
      plannedStep(`${n}`, { wait: after(n === 0 ? 0 : 7, 'days') }),
    )
    const limits = { ...noLimits, perDomainHour: 2_000, perCampaignDay: 50_000 }
    const cpuMs = cpuTimer()
    const told = simulateCampaign(planOf(steps, { window: office, limits }), { audience, start })
    expect(told.mails).toBeGreaterThan(900_000)
    expect(cpuMs()).toBeLessThan(15_000)
  })
})
