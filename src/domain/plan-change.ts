import type { CampaignPlan, PlannedStep } from './plan.ts'
import { Refusal } from './refusal.ts'

/** Everything that a plan says besides its steps. */
export type SendingRules = Omit<CampaignPlan, 'steps'>

/** New sending rules; what is left out stays as it is. */
export type RulesChange = Partial<Omit<SendingRules, 'rules' | 'limits'>> & {
  rules?: Partial<SendingRules['rules']>
  limits?: Partial<SendingRules['limits']>
}

/** One thing that somebody does to a plan. What others do to the rest of it at the same time stays. */
export type PlanChange =
  /** A step as it is to be: at the end of the sequence, or in the place of the one with its key. */
  | { kind: 'put-step'; step: PlannedStep }
  | { kind: 'remove-step'; key: string }
  /** One place earlier. */
  | { kind: 'raise-step'; key: string }
  | { kind: 'set-rules'; rules: RulesChange }

/** A plan after a change. A step that is not there any more is put back by `put-step`. */
export function changePlan(plan: CampaignPlan, change: PlanChange): CampaignPlan {
  switch (change.kind) {
    case 'set-rules':
      return withRules(plan, change.rules)
    case 'put-step':
      return { ...plan, steps: withStep(plan.steps, change.step) }
    case 'remove-step':
      return { ...plan, steps: plan.steps.filter(({ key }) => key !== change.key) }
    case 'raise-step':
      return { ...plan, steps: raised(plan.steps, change.key) }
  }
}

/** Throws the Refusal for moving or taking out a step that is not there (any more). */
export function requireStep({ steps }: Pick<CampaignPlan, 'steps'>, change: PlanChange): void {
  if (change.kind !== 'remove-step' && change.kind !== 'raise-step') return
  if (steps.some(({ key }) => key === change.key)) return
  throw new Refusal('step-gone', 'This step is not in the sequence any more.')
}

/** Which step a change is about, 1 being the first; null when it is about none. */
export function changedPosition(plan: CampaignPlan, change: PlanChange): number | null {
  if (change.kind === 'set-rules') return null
  const key = change.kind === 'put-step' ? change.step.key : change.key
  const index = plan.steps.findIndex((step) => step.key === key)
  return index === -1 ? null : index + 1
}

const withRules = (plan: CampaignPlan, { rules, limits, ...rest }: RulesChange): CampaignPlan => ({
  ...plan,
  ...rest,
  rules: { ...plan.rules, ...rules },
  limits: { ...plan.limits, ...limits },
})

function withStep(steps: readonly PlannedStep[], step: PlannedStep): PlannedStep[] {
  const known = steps.some(({ key }) => key === step.key)
  return known ? steps.map((each) => (each.key === step.key ? step : each)) : [...steps, step]
}

function raised(steps: readonly PlannedStep[], key: string): PlannedStep[] {
  const index = steps.findIndex((step) => step.key === key)
  const [step, before] = [steps[index], steps[index - 1]]
  if (!step || !before) return [...steps]
  return [...steps.slice(0, index - 1), step, before, ...steps.slice(index + 1)]
}
