import { dueAt, placeOf, stepAt } from './due.ts'
import { openFrom } from './local-time.ts'
import type { CampaignPlan } from './plan.ts'

/** When the first and the last mail of a sequence go out if nothing holds anything up. */
export type Outlook = { first: Date; last: Date }

/**
 * Somebody's place in a sequence: the step that is due next, where they are, and when it is; `isRetry` where it was due
 * before and could not be handed over.
 */
export type StepDue = { position: number; zone: string; at: Date; isRetry?: boolean }

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
export type Standstill = { reason: 'held' | 'limit' | 'retry' | 'window' | 'wait'; until: Date }

/** What there is to know of a running campaign: who is due when, and until when it and all sending rest. */
type Going = { dues: readonly StepDue[]; restsUntil: Date | null; heldUntil: Date | null; now: Date }

/**
 * What holds a running campaign up: a provider that takes no mail, a limit that is used up, mails that are tried again, a
 * closed window, or nobody being due. Null: nothing.
 */
export function standstillOf(plan: CampaignPlan, { dues, now, ...rests }: Going): Standstill | null {
  const [next] = dues.toSorted((a, b) => a.at.getTime() - b.at.getTime())
  if (!next) return null
  const rest = longestRest(rests)
  if (rest !== null && rest.until > now && next.at <= rest.until) return rest
  return next.at <= now ? null : { reason: whyNotYet(plan, next, now), until: next.at }
}

function whyNotYet(
  plan: CampaignPlan,
  { position, zone, at, isRetry }: StepDue,
  now: Date,
): Standstill['reason'] {
  if (isRetry === true) return 'retry'
  const step = stepAt(plan, position)
  const opens = step && openFrom(placeOf(plan, step, zone), now)
  return opens && opens > now && opens.getTime() === at.getTime() ? 'window' : 'wait'
}

function longestRest({ restsUntil, heldUntil }: Pick<Going, 'restsUntil' | 'heldUntil'>): Standstill | null {
  if (heldUntil !== null && (restsUntil === null || heldUntil >= restsUntil))
    return { reason: 'held', until: heldUntil }
  return restsUntil === null ? null : { reason: 'limit', until: restsUntil }
}
