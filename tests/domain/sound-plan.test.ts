import { expect, it } from '@jest/globals'
import { dueAt } from '../../src/domain/due.ts'
import { noLimits } from '../../src/domain/plan-defaults.ts'
import type { CampaignPlan } from '../../src/domain/plan.ts'
import { requireSound } from '../../src/domain/sound-plan.ts'
import { after, plannedStep, planOf } from '../support/plans.ts'

const limits = {
  perContact: { mails: 1000, days: 90 },
  perDomainHour: 1,
  perSenderDay: 10_000_000,
  perCampaignDay: 1,
  gap: { seconds: 86_400, jitterSeconds: 0 },
  warmUp: true,
}
const longest = plannedStep('Two', { wait: after(365, 'business-days') })
const planned = planOf([plannedStep('One'), longest], { limits, maxLatenessMinutes: 7 * 1440 })

it('everything that may be planned can be worked out', () => {
  expect(() => requireSound(planned)).not.toThrow()
  expect(() => requireSound({ ...planned, limits: noLimits })).not.toThrow()
})

const limited = (given: Partial<CampaignPlan['limits']>) => ({ limits: { ...limits, ...given } })
const waiting = (amount: number) => ({ steps: [plannedStep('One', { wait: after(amount, 'days') })] })

it.each<[string, Partial<CampaignPlan>, number]>([
  ['a lateness in parts of minutes', { maxLatenessMinutes: 1.5 }, 1.5],
  ['a wait that ends before it begins', waiting(-1), -1440],
  ['a wait beyond all time', waiting(1e9), 1_440_000_000_000],
  ['no mail at all in an hour', limited({ perDomainHour: 0 }), 0],
  ['less than none in a day', limited({ perSenderDay: -4 }), -4],
  ['half a mail in a day', limited({ perCampaignDay: 0.5 }), 0.5],
  ['no mail at all for a contact', limited({ perContact: { mails: 0, days: 1 } }), 0],
  ['a gap that never ends', limited({ gap: { seconds: 1e15, jitterSeconds: 0 } }), 1e15],
])('nothing can be worked out from %s', (_, given, odd) => {
  expect(() => requireSound({ ...planned, ...given })).toThrow(
    new Error(`Nothing can be worked out from a plan with ${odd} in it`),
  )
})

it.each([after(1e10, 'minutes'), after(1e7, 'business-days'), after(-1, 'days')])(
  'no moment is worked out from such a wait, nor looked for day by day: %j',
  (wait) => {
    const place = { zone: 'UTC', window: null, holidays: new Set<string>() }
    expect(() => dueAt(wait, place, new Date())).toThrow('Nothing can be worked out')
  },
)
