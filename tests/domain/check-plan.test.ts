import { expect, it } from '@jest/globals'
import { checkPlan } from '../../src/domain/check-plan.ts'
import type { CampaignPlan } from '../../src/domain/plan.ts'
import { noLimits } from '../../src/domain/plan-defaults.ts'
import { after, plannedStep, planOf } from '../support/plans.ts'

const now = new Date('2026-11-23T09:00Z')
const step = plannedStep('Hello')
const week: CampaignPlan['window'] = { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }
const weights = (...given: number[]) =>
  given.map((weight, index) => ({ name: `V${index}`, weight, subject: 'Hello', body: 'Hello' }))
const named = (...names: string[]) =>
  names.map((name) => ({ name, weight: 1, subject: 'Hello', body: 'Hello' }))

it('finds nothing wrong with a plan that is right', () => {
  const steps = [step, plannedStep('Again', { wait: after(365, 'days'), window: week })]
  expect(
    checkPlan(planOf(steps, { window: week, holidays: { calendar: 'SE', dates: ['2026-12-25'] } }), now),
  ).toEqual([])
})

const wrong: [string, CampaignPlan, string, RegExp][] = [
  ['no steps', planOf([]), 'steps', /at least one step/],
  ['31 steps', planOf(Array.from({ length: 31 }, () => step)), 'steps', /at most 30 steps; this one has 31/],
  ['a delay of 10 years', withStep({ wait: after(3_650, 'days') }), 'steps.0.wait', /at most 365 days\.$/],
  [
    'as many hours',
    withStep({ wait: after(87_600, 'hours') }),
    'steps.0.wait',
    /365 days, which is 8,760 hours/,
  ],
  ['a date in 10 years', withStep({ wait: until('2036-11-23') }), 'steps.0.wait', /at most 365 days/],
  [
    'a date that is over',
    withStep({ wait: until('2026-11-22') }),
    'steps.0.wait',
    /2026-11-22 at 09:00 in UTC is over/,
  ],
  ['a date that is none', withStep({ wait: until('2026-02-30') }), 'steps.0.wait', /a date that exists/],
  ['a negative delay', withStep({ wait: after(-1, 'hours') }), 'steps.0.wait', /0 or more/],
  ['half an hour as 0.5', withStep({ wait: after(0.5, 'hours') }), 'steps.0.wait', /whole number/],
  ['a time that is none', withStep({ wait: { kind: 'until-time', time: '9' } }), 'steps.0.wait', /HH:MM/],
  ['weights that sum to 0', withStep({ variants: weights(0, 0) }), 'steps.0.variants', /sum to 0/],
  ['a weight of -1', withStep({ variants: weights(1, -1) }), 'steps.0.variants', /whole number from 0/],
  [
    'two variants of one name',
    withStep({ variants: named('A', 'A') }),
    'steps.0.variants',
    /have the same name/,
  ],
  [
    'a variant without a name',
    withStep({ variants: named('') }),
    'steps.0.variants',
    /has 1 to 40 characters/,
  ],
  ['no variant', withStep({ variants: [] }), 'steps.0.variants', /needs a mail/],
  [
    'a window without days',
    planOf([step], { window: { ...week, days: [] } }),
    'window',
    /never opens.*weekday/,
  ],
  ['a window of no minutes', planOf([step], { window: { ...week, to: '09:00' } }), 'window', /never opens/],
  [
    'a window turned round',
    planOf([step], { window: { ...week, from: '18:00' } }),
    'window',
    /closes.*before/,
  ],
  ['a step’s window', withStep({ window: { ...week, days: [] } }), 'steps.0.window', /never opens/],
  ['a holiday of the year 226', withHolidays('0226-12-24'), 'holidays', /within 10 years/],
  ['a holiday in 11 years', withHolidays('2037-12-24'), 'holidays', /within 10 years/],
  ['holidays on every day of it', alwaysHoliday(), 'window', /every day of it is a holiday/],
  [
    'a zone that does not exist',
    planOf([step], { zone: 'Europe/Atlantis' }),
    'zone',
    /no time zone “Europe\/Atlantis”/,
  ],
  ['writing on after a complaint', withRule('complaint'), 'rules.complaint', /After a complaint/],
  ['writing on after an unsubscribe', withRule('unsubscribe'), 'rules.unsubscribe', /After an unsubscribe/],
  [
    'a limit of 0',
    planOf([step], { limits: { ...noLimits, perSenderDay: 0 } }),
    'limits.perSenderDay',
    /from 1/,
  ],
  [
    'a gap of 0',
    planOf([step], { limits: { ...noLimits, gap: { seconds: 0, jitterSeconds: 0 } } }),
    'limits.gap',
    /1 second/,
  ],
  ['a holdout of everybody', planOf([step], { holdoutPercent: 100 }), 'holdoutPercent', /0 to 50/],
  ['lateness of a year', planOf([step], { maxLatenessMinutes: 525_600 }), 'maxLatenessMinutes', /7 days/],
]

it.each(wrong)('%s', (...[, plan, path, sentence]) => {
  const problems = checkPlan(plan, now)
  expect(problems).toEqual([{ path, sentence: expect.stringMatching(sentence) }])
})

it('takes a date as it is on the campaign’s clock, and its very moment is not over', () => {
  const plan = (zone: string, date: string) => planOf([plannedStep('Hello', { wait: until(date) })], { zone })
  const pathsOf = (zone: string, date: string) => checkPlan(plan(zone, date), now).map(({ path }) => path)
  expect(pathsOf('UTC', '2026-11-23')).toEqual([])
  expect(pathsOf('America/New_York', '2026-11-23')).toEqual([])
  expect(pathsOf('Europe/Berlin', '2026-11-23')).toEqual(['steps.0.wait'])
})

it('leaves a date that is over to a step that stands with it, and to no other', () => {
  const old = plannedStep('Hello', { wait: until('2026-11-20') })
  const reworded = { ...old, variants: weights(1) }
  const paths = (steps: CampaignPlan['steps']) => checkPlan(planOf(steps), now, [old]).map(({ path }) => path)
  expect(paths([reworded])).toEqual([])
  expect(paths([{ ...old, wait: until('2026-11-21') }])).toEqual(['steps.0.wait'])
  expect(paths([reworded, plannedStep('Again', { wait: until('2026-11-20') })])).toEqual(['steps.1.wait'])
})

it('names every problem, not only the first', () => {
  const plan = planOf([plannedStep('Hello', { wait: after(-1, 'days') })], {
    zone: 'Mars',
    window: { ...week, days: [] },
  })
  expect(checkPlan(plan, now).map(({ path }) => path)).toEqual(['window', 'zone', 'steps.0.wait'])
})

function withStep(given: Parameters<typeof plannedStep>[1]): CampaignPlan {
  return planOf([plannedStep('Hello', given)])
}

function until(date: string) {
  return { kind: 'until-date', date, time: '09:00' } as const
}

function withRule(signal: 'complaint' | 'unsubscribe'): CampaignPlan {
  const plan = planOf([step])
  return { ...plan, rules: { ...plan.rules, [signal]: 'continue' } }
}

function alwaysHoliday(): CampaignPlan {
  const dates = Array.from({ length: 500 }, (_, days) =>
    new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10),
  )
  return planOf([step], { window: week, holidays: { calendar: null, dates } })
}

function withHolidays(...dates: string[]): CampaignPlan {
  return planOf([step], { holidays: { calendar: null, dates } })
}
