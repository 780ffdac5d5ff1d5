import { placeOf } from './due.ts'
import type { CampaignPlan, PlannedStep } from './plan.ts'

/**
 * Where somebody goes on in a new plan: the position of the step that is theirs next (null: they are through), and whether
 * they wait for it as they waited before, so that the moment they were given still holds.
 */
export type Onward = { position: number | null; asBefore: boolean }

/**
 * Where somebody goes on who waits for a step of the old plan: with the same step, or where that is gone with the next one
 * of the old plan that is still there.
 */
export function onwardFrom(old: CampaignPlan, next: CampaignPlan, position: number): Onward {
  const here = old.steps[position - 1]
  const found = firstKept(old.steps.slice(position - 1), next)
  const asBefore =
    found !== null && here !== undefined && found.step.key === here.key && sameTiming(old, here, next)
  return { position: found?.position ?? null, asBefore }
}

/** Where somebody goes on to whom a step of the old plan was sent: with the one after it in the new plan. */
export function onwardAfter(old: CampaignPlan, next: CampaignPlan, position: number): number | null {
  const sent = old.steps[position - 1]
  const kept = next.steps.findIndex(({ key }) => key === sent?.key)
  if (kept === -1) return firstKept(old.steps.slice(position), next)?.position ?? null
  return kept + 2 <= next.steps.length ? kept + 2 : null
}

/** The first of some steps that a plan still has, as it is there. */
function firstKept(
  steps: readonly PlannedStep[],
  next: CampaignPlan,
): { position: number; step: PlannedStep } | null {
  for (const { key } of steps) {
    const index = next.steps.findIndex((step) => step.key === key)
    const step = next.steps[index]
    if (step) return { position: index + 1, step }
  }
  return null
}

// Any zone will do: what differs between the plans differs in all of them.
const anyZone = 'UTC'

function sameTiming(old: CampaignPlan, step: PlannedStep, next: CampaignPlan): boolean {
  const there = next.steps.find(({ key }) => key === step.key)
  if (!there) return false
  const timing = (plan: CampaignPlan, of: PlannedStep) => {
    const { window, holidays } = placeOf(plan, of, anyZone)
    return JSON.stringify([of.wait, window, [...holidays].toSorted()])
  }
  return timing(old, step) === timing(next, there)
}
