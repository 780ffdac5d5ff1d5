import { businessDaysLater, daysLater, momentOf, nextTime, openFrom, type Place } from './local-time.ts'
import type { CampaignPlan, PlannedStep, SendWindow, Wait } from './plan.ts'

const minuteMs = 60_000

/** What a version says about when its mails may go out. */
export type Calendar = { window: SendWindow | null; holidays: ReadonlySet<string> }

/** The calendar of one step: its own window where it has one, else the campaign's. */
export function calendarOf(plan: Pick<CampaignPlan, 'window' | 'holidays'>, step: PlannedStep): Calendar {
  return { window: step.window ?? plan.window, holidays: new Set(plan.holidays.dates) }
}

/**
 * When a step is due for a reader in that place, if the one before it went out at `after`: once the wait is over and the
 * place is open. Null when it never opens, which a checked plan excludes.
 */
export function dueAt(wait: Wait, place: Place, after: Date): Date | null {
  return openFrom(place, waitOver(wait, place, after))
}

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
