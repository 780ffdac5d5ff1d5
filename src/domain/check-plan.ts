import { dateOverProblem, waitProblem, windowProblem, zoneProblem } from './check-wait.ts'
import { placeOf } from './due.ts'
import { holidaysProblem } from './holiday-dates.ts'
import { openFrom } from './local-time.ts'
import { waitWords } from './plan-words.ts'
import type { CampaignPlan, PlannedStep, PlannedVariant, SendLimits } from './plan.ts'

/** What is wrong with a plan, and where: `steps.0.wait`, `window`, `limits.gap` … */
export type PlanProblem = { path: string; sentence: string }

/** The longest sequence. Thirty mails to somebody who never answered is no campaign any more. */
export const maxSteps = 30
const maxVariants = 8
const maxWeight = 1000
const longestName = 40

type Found = PlanProblem | false

/**
 * Everything that is wrong with a plan that is to start at `now`. A date that is over is nothing wrong in a step that is
 * `standing` with it already.
 */
export function checkPlan(
  plan: CampaignPlan,
  now: Date,
  standing: readonly PlannedStep[] = [],
): PlanProblem[] {
  const found: Found[] = [
    plan.steps.length === 0 && { path: 'steps', sentence: 'A sequence needs at least one step.' },
    plan.steps.length > maxSteps && {
      path: 'steps',
      sentence: `A sequence has at most ${maxSteps} steps; this one has ${plan.steps.length}.`,
    },
    at('window', windowProblem(plan.window)),
    at('zone', zoneProblem(plan.zone)),
    at('holidays', holidaysProblem(plan.holidays.dates, now)),
    ...plan.steps.flatMap((step, index) => checkStep(step, index, now)),
    ...plan.steps.map((step, index) =>
      at(`steps.${index}.wait`, stands(step, standing) ? null : dateOverProblem(step.wait, plan.zone, now)),
    ),
    ...checkRules(plan),
    ...checkNumbers(plan),
    ...checkLimits(plan.limits),
  ]
  const problems = found.filter((problem) => problem !== false)
  return problems.length > 0 ? problems : neverDue(plan, now)
}

const at = (path: string, sentence: string | null): Found => sentence !== null && { path, sentence }

function checkStep(step: PlannedStep, index: number, now: Date): Found[] {
  const path = `steps.${index}`
  return [
    at(`${path}.wait`, waitProblem(step.wait, now)),
    at(`${path}.window`, windowProblem(step.window)),
    at(`${path}.variants`, variantsProblem(step.variants)),
  ]
}

const stands = (step: PlannedStep, standing: readonly PlannedStep[]): boolean =>
  standing.some(({ key, wait }) => key === step.key && waitWords(wait) === waitWords(step.wait))

function variantsProblem(variants: readonly PlannedVariant[]): string | null {
  const weights = variants.map(({ weight }) => weight)
  if (weights.length === 0) return 'A step needs a mail to send.'
  if (weights.length > maxVariants) return `A step has at most ${maxVariants} variants.`
  if (weights.some((weight) => !Number.isInteger(weight) || weight < 0 || weight > maxWeight))
    return `A weight is a whole number from 0 to ${maxWeight}.`
  if (weights.every((weight) => weight === 0))
    return 'The weights sum to 0, so nobody would get this step: give at least one variant a weight.'
  return namesProblem(variants.map(({ name }) => name))
}

function namesProblem(names: readonly string[]): string | null {
  if (names.some((name) => name === '' || name.length > longestName))
    return `The name of a variant has 1 to ${longestName} characters.`
  return new Set(names).size < names.length
    ? 'Two variants of this step have the same name: give each its own.'
    : null
}

// What the law and the mail providers ask for is not for a campaign to decide.
function checkRules({ rules }: CampaignPlan): Found[] {
  const must = ['bounce', 'complaint', 'unsubscribe'] as const
  return must.map(
    (signal) =>
      rules[signal] !== 'stop' && {
        path: `rules.${signal}`,
        sentence: `After ${signal === 'unsubscribe' ? 'an unsubscribe' : `a ${signal}`} nobody may be written to again: choose “stop”.`,
      },
  )
}

function checkNumbers(plan: CampaignPlan): Found[] {
  return [
    !whole(plan.priority, 1, 9) && {
      path: 'priority',
      sentence: 'The priority is a whole number from 1 to 9.',
    },
    !whole(plan.holdoutPercent, 0, 50) && {
      path: 'holdoutPercent',
      sentence: 'Hold out a whole number of percent, from 0 to 50.',
    },
    !whole(plan.maxLatenessMinutes, 15, 7 * 1440) && {
      path: 'maxLatenessMinutes',
      sentence: 'A mail may be from 15 minutes to 7 days late before it waits for a person.',
    },
  ]
}

function checkLimits(limits: SendLimits): Found[] {
  const { perContact, gap } = limits
  const counts = ['perDomainHour', 'perSenderDay', 'perCampaignDay'] as const
  return [
    ...counts.map((name): Found => {
      const count = limits[name]
      return (
        count !== null && !whole(count, 1, 10_000_000) && { path: `limits.${name}`, sentence: limitSentence }
      )
    }),
    perContact !== null &&
      !(whole(perContact.mails, 1, 1000) && whole(perContact.days, 1, 90)) && {
        path: 'limits.perContact',
        sentence: 'Allow from 1 to 1,000 mails to a contact in 1 to 90 days.',
      },
    gap !== null &&
      !(whole(gap.seconds, 1, 86_400) && whole(gap.jitterSeconds, 0, 86_400)) && {
        path: 'limits.gap',
        sentence: 'Leave from 1 second to a day between two mails, and up to a day of jitter.',
      },
  ]
}

const limitSentence = 'A limit is a whole number from 1 to 10,000,000; leave it empty for none.'

const whole = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most

/** Windows that never open although each of their parts is right: holidays may cover every day of them. */
function neverDue(plan: CampaignPlan, now: Date): PlanProblem[] {
  return plan.steps.flatMap((step, index) => {
    if (openFrom(placeOf(plan, step, plan.zone), now) !== null) return []
    const path = step.window === null ? 'window' : `steps.${index}.window`
    return [{ path, sentence: 'This window never opens: every day of it is a holiday.' }]
  })
}
