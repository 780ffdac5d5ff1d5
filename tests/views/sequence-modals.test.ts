import { describe, expect, it } from '@jest/globals'
import { newStepValues, stepErrors, stepOf, stepValues } from '../../src/bot/forms/step-values.ts'
import { rulesErrors, rulesOf, rulesValues } from '../../src/bot/forms/rules-values.ts'
import { applyChangesModal } from '../../src/bot/views/apply-changes.ts'
import { previewModal } from '../../src/bot/views/campaign-preview.ts'
import { recalledModal, recallModal } from '../../src/bot/views/recall.ts'
import { rulesFormModal } from '../../src/bot/views/rules-form.ts'
import { scheduleModal } from '../../src/bot/views/schedule-form.ts'
import { sequenceModal } from '../../src/bot/views/sequence.ts'
import { stepFormModal } from '../../src/bot/views/step-form.ts'
import { checkPlan } from '../../src/domain/check-plan.ts'
import { mailsOf } from '../../src/domain/plan-mail.ts'
import type { CampaignPlan, PlannedStep } from '../../src/domain/plan.ts'
import { after, plannedStep, planOf } from '../support/plans.ts'
import { campaignId, hostile, rendered } from './samples.ts'
import { buttonsOf, viewText } from './seen.ts'

const now = new Date('2026-11-23T09:00:00Z')
const office: CampaignPlan['window'] = { days: [1, 2, 3, 4, 5], from: '09:00', to: '24:00' }
const names = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H']
const variants = names.map((name) => ({
  name,
  weight: 3,
  subject: hostile.slice(0, 200),
  body: 'b'.repeat(3000),
}))
const thirty = planOf(Array.from({ length: 30 }, () => plannedStep('', { variants })))

describe('the list of steps', () => {
  it('says when each goes out and what can be done to it, the first not being moved up', () => {
    const plan = planOf(
      [plannedStep('One'), plannedStep('Two', { wait: after(3, 'business-days'), variants })],
      {
        window: office,
      },
    )
    const view = sequenceModal({ campaignId, name: 'Spring', launched: false, edited: false, plan })
    const text = viewText(view)
    expect(text).toContain('*1* · at once, Mon–Fri 09:00–24:00 · “One”')
    expect(text).toContain('*2* · 3 business days later, Mon–Fri 09:00–24:00')
    expect(text).toContain('8 variants')
    expect(buttonsOf(view.blocks).filter((words) => words === 'Move up')).toHaveLength(1)
  })

  it('is one that Slack takes at its longest, and then offers no further step', () => {
    const view = sequenceModal({ campaignId, name: hostile, launched: true, edited: true, plan: thirty })
    viewText(view)
    expect(buttonsOf(view.blocks)).not.toContain('Add step')
    expect(view.private_metadata).toBe(campaignId)
  })

  it('offers to apply or throw away changes of a launched campaign, and only where there are some', () => {
    const buttons = (edited: boolean) =>
      buttonsOf(sequenceModal({ campaignId, name: 'Spring', launched: true, edited, plan: thirty }).blocks)
    expect(buttons(true)).toEqual(expect.arrayContaining(['Apply changes', 'Throw away changes']))
    expect(buttons(false)).not.toContain('Apply changes')
    expect(buttons(false)).not.toContain('Throw away changes')
  })

  it('does not offer to take out the only step', () => {
    const view = sequenceModal({
      campaignId,
      name: 'Spring',
      launched: false,
      edited: false,
      plan: planOf([plannedStep('One')]),
    })
    expect(buttonsOf(view.blocks)).not.toContain('Remove')
  })
})

describe('the form of a step', () => {
  const subject = { metadata: `${campaignId}:${campaignId}`, title: 'Step 2' }
  const steps: Partial<PlannedStep>[] = [
    { wait: after(90, 'minutes') },
    { wait: { kind: 'until-time', time: '08:30' }, window: office },
    { wait: { kind: 'until-date', date: '2026-12-24', time: '10:00' }, variants },
  ]

  it.each(steps)('gives back the step that it was opened with: %j', (given) => {
    const step = plannedStep('Hello', given)
    viewText(stepFormModal(subject, stepValues(step)))
    expect(stepOf(step.key, stepValues(step))).toEqual(step)
  })

  it('loses no variant that was given a name elsewhere', () => {
    const named = ['Short', 'Long', 'Long'].map((name) => ({ name, weight: 1, subject: name, body: 'b' }))
    const { variants: shown } = stepValues(plannedStep('', { variants: named }))
    expect(shown.map(({ name, subject }) => [name, subject])).toEqual([
      ['A', 'Short'],
      ['B', 'Long'],
      ['C', 'Long'],
    ])
  })

  it('starts at once for the first step and some days later for the others', () => {
    expect(stepOf('k', newStepValues(true)).wait).toEqual(after(0, 'business-days'))
    expect(stepOf('k', newStepValues(false)).wait).toEqual(after(3, 'business-days'))
  })

  it('puts what is wrong with another step on its first field, with its number', () => {
    const errors = stepErrors([{ path: 'steps.4.window', sentence: 'Never opens.' }], 2, newStepValues(true))
    expect(errors).toEqual({ step_wait_kind: 'Step 5: Never opens.' })
  })
})

describe('the form of the sending rules', () => {
  const limited = planOf([plannedStep('One')], {
    window: office,
    zone: 'Europe/Berlin',
    holidays: { calendar: 'DE', dates: ['2026-12-24'] },
    maxLatenessMinutes: 90,
    limits: {
      perContact: { mails: 3, days: 7 },
      perDomainHour: 10,
      perSenderDay: 20,
      perCampaignDay: 30,
      gap: { seconds: 120, jitterSeconds: 5 },
      warmUp: true,
    },
  })

  it.each([planOf([plannedStep('One')]), limited])('gives back the rules that it was opened with', (plan) => {
    const values = rulesValues(plan, plan.holidays.dates)
    viewText(rulesFormModal({ campaignId, calendarName: 'Germany', values }))
    const { steps: _steps, ...rules } = plan
    expect(rulesOf(values)).toEqual(rules)
  })

  it('has a field for every problem that its rules can have', () => {
    const values = rulesValues(limited, [])
    const broken: CampaignPlan = {
      ...limited,
      window: { days: [], from: '09:00', to: '17:00' },
      zone: 'Mars/Olympus',
      maxLatenessMinutes: Number.NaN,
      priority: 0,
      holdoutPercent: 99,
      holidays: { calendar: null, dates: ['2026-02-30'] },
      limits: {
        ...limited.limits,
        perContact: { mails: 0, days: 0 },
        perDomainHour: 0,
        perSenderDay: 0,
        perCampaignDay: 0,
        gap: { seconds: 0, jitterSeconds: 0 },
      },
    }
    const problems = checkPlan(broken, now)
    expect(
      Object.keys(rulesErrors(problems, { ...values, window: { ...values.window, days: [] } })),
    ).toHaveLength(problems.length)
  })
})

it('every other modal of a sequence is one that Slack takes', () => {
  const standing = { audience: 9, waiting: 1, notWritten: 1, heldOut: 0, skipped: 1, sending: 1, unknown: 1 }
  const rest = {
    needsHuman: 0,
    rejected: 0,
    sent: 4,
    delivered: 0,
    opened: 0,
    clicked: 0,
    bounced: 0,
    complained: 0,
  }
  const text = viewText(recallModal({ id: campaignId, name: hostile, standing: { ...standing, ...rest } }))
  expect(text).toContain('• *4* sent')
  viewText(recalledModal({ takenBack: 3, withProvider: 1, standing: { ...standing, ...rest } }))
  viewText(scheduleModal(campaignId, { startsAt: null, now }))
  const changes = Array.from({ length: 300 }, () => hostile)
  const inFlight = { waiting: 3, withProvider: 1 }
  const ifMoved = changes.slice(0, 50)
  const applying = viewText(applyChangesModal({ campaignId, revision: 7, changes, inFlight, ifMoved }))
  expect(applying).toContain('4 people have mails still to come')
  expect(applying).toContain('*For those who go on by the new sequence*')
  expect(applying).toContain('And 30 more changes.')
  const asBefore = applyChangesModal({ campaignId, revision: 7, changes, inFlight, ifMoved: [] })
  expect(viewText(asBefore)).not.toContain('For those who go on')
  expect(
    viewText(applyChangesModal({ campaignId, revision: 7, changes: [], inFlight, ifMoved: [] })),
  ).toContain('Nothing was changed.')
  const mails = mailsOf(thirty)
  const preview = previewModal({
    campaignId,
    mail: mails[100] ?? null,
    mails,
    name: hostile,
    pending: true,
    preview: rendered,
  })
  expect(viewText(preview)).toContain('the changes are not applied yet')
})
