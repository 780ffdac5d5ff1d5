import type { PlanChange } from '../domain/plan-change.ts'
import { stepOf } from './planned-step.ts'
import { rulesChange } from './rules-change.ts'
import type { planChangeInput } from './schema/plan-change-input.ts'

/** What a program wants done to a plan, in the words of the domain, which says whether it is right. */
export function planChange(given: typeof planChangeInput.$inferInput): PlanChange {
  if (given.putStep !== undefined) return { kind: 'put-step', step: stepOf(given.putStep) }
  if (given.removeStep !== undefined) return { kind: 'remove-step', key: given.removeStep }
  if (given.raiseStep !== undefined) return { kind: 'raise-step', key: given.raiseStep }
  return { kind: 'set-rules', rules: rulesChange(given.setRules) }
}

/** Which step a change is about; null when it is about none. */
export function stepKeyOf(change: PlanChange): string | null {
  if (change.kind === 'set-rules') return null
  return change.kind === 'put-step' ? change.step.key : change.key
}
