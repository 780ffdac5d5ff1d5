import { dueAt, placeOf, stepAt } from './due.ts'
import { openFrom } from './local-time.ts'
import type { CampaignPlan } from './plan.ts'

/** When the first and the last mail of a sequence go out if nothing holds anything up. */
export type Outlook = { first: Date; last: Date }

/** Somebody's place in a sequence: the step that is due next, where they are, and when it is. */
export type StepDue = { position: number; zone: string; at: Date }

/** How many people a step was sent to, and how many wait for it. `position` 1 is the first. */
export type StepPeople = { position: number; sent: number; waiting: number }

/** What a launch at `now` comes to for readers in these zones; null without steps or readers. */
export function outlookOf(plan: CampaignPlan, zones: readonly string[], now: Date): Outlook | null {
  const first = stepAt(plan, 1)
  if (!first) return null
  return outlookFrom(
    plan,
    zones.map((zone) => ({ position: 1, zone, at: dueAt(first.wait, placeOf(plan, first, zone), now) })),
  )
}

/** The same for an audience that is under way. */
export function outlookFrom(plan: CampaignPlan, dues: readonly StepDue[]): Outlook | null {
  if (dues.length === 0) return null
  const lasts = dues.map((due) => lastOf(plan, due).getTime())
  return {
    first: new Date(Math.min(...dues.map(({ at }) => at.getTime()))),
    last: new Date(Math.max(...lasts)),
  }
}

function lastOf(plan: CampaignPlan, { position, zone, at }: StepDue): Date {
  return plan.steps
    .slice(position)
    .reduce((before, step) => dueAt(step.wait, placeOf(plan, step, zone), before), at)
}

/** Why nothing of a running campaign goes out just now, and when something does again. */
export type Standstill = { reason: 'limit' | 'window' | 'wait'; until: Date }

/** What holds a running campaign up: a limit that is used up, a closed window, or nobody being due. Null: nothing. */
export function standstillOf(
  plan: CampaignPlan,
  { dues, restsUntil, now }: { dues: readonly StepDue[]; restsUntil: Date | null; now: Date },
): Standstill | null {
  const [next] = dues.toSorted((a, b) => a.at.getTime() - b.at.getTime())
  if (!next) return null
  if (restsUntil !== null && restsUntil > now && next.at <= restsUntil)
    return { reason: 'limit', until: restsUntil }
  if (next.at <= now) return null
  const step = stepAt(plan, next.position)
  const opens = step && openFrom(placeOf(plan, step, next.zone), now)
  const shut = opens && opens > now && opens.getTime() === next.at.getTime()
  return { reason: shut ? 'window' : 'wait', until: next.at }
}
