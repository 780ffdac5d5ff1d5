import { placeOf } from './due.ts'
import { putsOffLess } from './limit-change.ts'
import type { CampaignPlan, PlannedStep } from './plan.ts'

/** How far somebody is in a plan: which step is theirs next, by its position, and the keys of the steps that they had. */
export type Standpoint = { ahead: number; had: ReadonlySet<string> }

/**
 * Where somebody goes on in a new plan: the position of the step that is theirs next (null: they are through), and whether
 * they wait for it as they waited before, so that the moment they were given still holds. `missed` are the positions of
 * steps that they have not had and that come before where they go on, as far as none of them was behind them already.
 */
export type Onward = { position: number | null; asBefore: boolean; missed: number[] }

/**
 * Where somebody goes on in a new plan: with its first step that they have not had and that comes after all they had in it,
 * or was still to come in the old one. So nothing that was promised is lost, and nothing comes twice.
 */
export function onwardIn(old: CampaignPlan, next: CampaignPlan, { ahead, had }: Standpoint): Onward {
  const here = old.steps[ahead - 1]
  const promised = keysOf(old.steps.slice(ahead - 1))
  const last = next.steps.findLastIndex(({ key }) => had.has(key))
  const index = next.steps.findIndex(({ key }, at) => !had.has(key) && (at > last || promised.has(key)))
  const step = next.steps[index]
  const behind = keysOf(old.steps.slice(0, ahead - 1))
  const passed = next.steps.slice(0, step ? index : undefined)
  return {
    position: step ? index + 1 : null,
    asBefore: !!step && !!here && step.key === here.key && sameMoment([old, here], [next, step]),
    missed: passed.flatMap(({ key }, at) => (had.has(key) || behind.has(key) ? [] : [at + 1])),
  }
}

/** Somebody who went through a plan from its start: they had all steps before the one that is theirs next. */
export const straightTo = (plan: CampaignPlan, ahead: number): Standpoint => ({
  ahead,
  had: keysOf(plan.steps.slice(0, ahead - 1)),
})

/** Whether two plans have the same steps in the same order, so that everybody stays at theirs, whatever they had. */
export const sameOrder = (old: CampaignPlan, next: CampaignPlan): boolean =>
  old.steps.length === next.steps.length && old.steps.every(({ key }, at) => key === next.steps[at]?.key)

/** Whether anybody who is moved is given another moment; whoever is through is given none. */
export const givesMoments = (old: CampaignPlan, next: CampaignPlan): boolean =>
  old.steps.some((_, at) => {
    const { position, asBefore } = onwardIn(old, next, straightTo(old, at + 1))
    return position !== null && !asBefore
  })

const keysOf = (steps: readonly PlannedStep[]): ReadonlySet<string> => new Set(steps.map(({ key }) => key))

// Any zone will do: what differs between the plans differs in all of them.
const anyZone = 'UTC'

/** Whether the same step is due at the same moment in two plans, and nobody was put off for longer than they are now. */
function sameMoment(
  [old, before]: [CampaignPlan, PlannedStep],
  [next, after]: [CampaignPlan, PlannedStep],
): boolean {
  const timing = (plan: CampaignPlan, of: PlannedStep) => {
    const { window, holidays } = placeOf(plan, of, anyZone)
    return JSON.stringify([of.wait, window, [...holidays].toSorted()])
  }
  return timing(old, before) === timing(next, after) && !putsOffLess(old.limits, next.limits)
}
