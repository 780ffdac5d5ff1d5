import { randomUUID } from 'node:crypto'
import { atOnce } from '../../src/domain/due.ts'
import type { CampaignPlan, PlannedStep, Wait } from '../../src/domain/plan.ts'
import { defaultPlan } from '../../src/domain/plan-defaults.ts'

/** A wait of so many units. */
export const after = (amount: number, unit: Extract<Wait, { kind: 'for' }>['unit']): Wait => ({
  kind: 'for',
  amount,
  unit,
})

/** A step that says `subject`, at once unless told otherwise. */
export function plannedStep(subject: string, given: Partial<PlannedStep> = {}): PlannedStep {
  return {
    key: randomUUID(),
    wait: atOnce,
    window: null,
    variants: [{ name: 'A', weight: 1, subject, body: 'Hello' }],
    ...given,
  }
}

/** A plan of these steps, by the defaults of the product unless told otherwise. */
export function planOf(steps: PlannedStep[], given: Partial<CampaignPlan> = {}): CampaignPlan {
  return { ...defaultPlan(steps, 'UTC'), ...given }
}
