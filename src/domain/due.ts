import { businessDaysLater, daysLater, momentOf, nextTime, openFrom, type Place } from './local-time.ts'
import type { CampaignPlan, PlannedStep, Wait } from './plan.ts'
import { requireSoundWait } from './sound-plan.ts'
import { usableZone } from './zone-of.ts'

const minuteMs = 60_000

/** The step of a plan at a position, 1 being the first; undefined after the last. */
export function stepAt(plan: CampaignPlan, position: number): PlannedStep | undefined {
  return plan.steps[position - 1]
}

/**
 * Where and when a step may be written to somebody in that zone: its own window holds instead of the campaign's, and the
 * campaign's zone instead of one that cannot be calculated with.
 */
export function placeOf(plan: CampaignPlan, step: PlannedStep, zone: string): Place {
  return {
    zone: usableZone(zone, plan.zone),
    window: step.window ?? plan.window,
    holidays: new Set(plan.holidays.dates),
  }
}

/**
 * When a step is due for a reader in that place, if the one before it went out at `after`: once the wait is over and the
 * place is open. Where it does not open within a year, which no checked plan does, it is looked at again then. Throws on a wait
 * of which nothing can be made.
 */
export function dueAt(wait: Wait, place: Place, after: Date): Date {
  requireSoundWait(wait)
  const over = waitOver(wait, place, after)
  return openFrom(place, over) ?? daysLater(place.zone, over, 365)
}

/** The zones of an audience in which a step may not be written now, each with when it may. */
export function closedZones(
  plan: CampaignPlan,
  step: PlannedStep,
  { zones, now }: { zones: readonly string[]; now: Date },
): { zone: string; opens: Date }[] {
  return zones.flatMap((zone) => {
    const opens = dueAt(atOnce, placeOf(plan, step, zone), now)
    return opens > now ? [{ zone, opens }] : []
  })
}

/** No wait at all. */
export const atOnce: Wait = { kind: 'for', amount: 0, unit: 'minutes' }

function waitOver(wait: Wait, place: Place, after: Date): Date {
  switch (wait.kind) {
    case 'until-time':
      return nextTime(place.zone, after, wait.time)
    case 'until-date': {
      const moment = momentOf(place.zone, wait.date, wait.time)
      return moment > after ? moment : after
    }
    case 'for':
      return waitedFor(wait, place, after)
  }
}

function waitedFor({ amount, unit }: Extract<Wait, { kind: 'for' }>, place: Place, after: Date): Date {
  switch (unit) {
    case 'minutes':
      return new Date(after.getTime() + amount * minuteMs)
    case 'hours':
      return new Date(after.getTime() + amount * 60 * minuteMs)
    case 'days':
      return daysLater(place.zone, after, amount)
    case 'business-days':
      return businessDaysLater(place, after, amount)
  }
}
