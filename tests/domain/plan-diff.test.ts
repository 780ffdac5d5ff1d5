import { describe, expect, it } from '@jest/globals'
import { planDiff } from '../../src/domain/plan-diff.ts'
import { noLimits } from '../../src/domain/plan-defaults.ts'
import type { CampaignPlan, PlannedStep } from '../../src/domain/plan.ts'
import { after, plannedStep, planOf } from '../support/plans.ts'

const one = plannedStep('Hello')
const two = plannedStep('Still there?', { wait: after(3, 'days') })
const office = { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' } as CampaignPlan['window']
const says = (step: PlannedStep, subject: string, body = 'Hello'): PlannedStep => ({
  ...step,
  variants: [{ name: 'A', weight: 1, subject, body }],
})
const tested = (step: PlannedStep, subject: string, weight: number): PlannedStep => ({
  ...step,
  variants: [
    { name: 'A', weight: 1, subject: 'Hello', body: 'Hello' },
    { name: 'B', weight, subject, body: 'Hello' },
  ],
})

const base = [one, two]
type Case = [string, [PlannedStep[], Partial<CampaignPlan>], string[]]

const cases: Case[] = [
  ['nothing', [base, {}], []],
  [
    'a longer wait',
    [[one, { ...two, wait: after(5, 'days') }], {}],
    ['Step 2 now waits 5 days instead of 3.'],
  ],
  [
    'another kind of wait',
    [[one, { ...two, wait: { kind: 'until-time', time: '09:00' } }], {}],
    ['Step 2 now goes out at the next 09:00 instead of 3 days later.'],
  ],
  [
    'a step more',
    [[...base, plannedStep('Bye', { wait: after(1, 'hours') })], {}],
    ['Step 3 was added: “Bye”, 1 hour later.'],
  ],
  ['a step less', [[two], {}], ['Step 1 was taken out: “Hello”.']],
  ['another order', [[two, one], {}], ['The steps now come in this order: “Still there?”, “Hello”.']],
  ['a subject', [[says(one, 'Hi'), two], {}], ['Subject of step 1: “Hello” → “Hi”.']],
  ['a text', [[says(one, 'Hello', 'Hi'), two], {}], ['The text of step 1 was changed.']],
  ['a variant more', [[tested(one, 'Hi', 1), two], {}], ['Variant B of step 1 was added: “Hi”.']],
  [
    'a step’s window',
    [[one, { ...two, window: office }], {}],
    ['Step 2 now goes out Mon–Fri 09:00–17:00 instead of in the campaign’s window.'],
  ],
  ['the window', [base, { window: office }], ['The window: Mon–Fri 09:00–17:00 instead of at any time.']],
  [
    'a rule',
    [base, { rules: { ...planOf([]).rules, click: 'pause' } }],
    ['After a click: pause instead of continue.'],
  ],
  [
    'a limit',
    [base, { limits: { ...noLimits, perCampaignDay: 1000 } }],
    ['The campaign’s limit in 24 hours: 1,000 mails instead of none.'],
  ],
]

describe('the difference between two plans', () => {
  it.each(cases)('says %s', (_, [steps, rules], sentences) => {
    expect(planDiff(planOf(base), planOf(steps, rules))).toEqual(sentences)
  })

  it('tells variants apart by their names', () => {
    const old = planOf([tested(one, 'Hi', 1)])
    const next = planOf([tested(one, 'Hey', 3)])
    expect(planDiff(old, next)).toEqual([
      'Subject of step 1, variant B: “Hi” → “Hey”.',
      'The weight of step 1, variant B is now 3 instead of 1.',
    ])
  })

  it('sees every part of a plan: whatever is different gives at least one sentence', () => {
    const old = planOf(base)
    const others: Partial<CampaignPlan> = {
      window: office,
      zone: 'Europe/Berlin',
      holidays: { calendar: 'DE', dates: ['2026-12-25'] },
      maxLatenessMinutes: 60,
      rules: { ...old.rules, reply: 'pause' },
      company: 'stop',
      reentry: 'after-end',
      besideOthers: true,
      priority: 9,
      limits: { ...noLimits, warmUp: true },
      holdoutPercent: 10,
    }
    for (const [name, value] of Object.entries(others)) {
      expect([name, planDiff(old, { ...old, [name]: value }).length]).toEqual([name, 1])
    }
    expect(Object.keys(others).toSorted()).toEqual(
      Object.keys(old)
        .filter((name) => name !== 'steps')
        .toSorted(),
    )
  })
})
