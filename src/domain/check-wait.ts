import { isZone, momentOf } from './local-time.ts'
import type { LocalTime, SendWindow, Wait } from './plan.ts'

/** The longest wait between two steps, in days. Whoever consented a year ago does not remember it. */
export const maxWaitDays = 365

const dayMs = 86_400_000
const unitsPerDay = { minutes: 1440, hours: 24, days: 1, 'business-days': 1 } as const
const unitWords = {
  minutes: 'minutes',
  hours: 'hours',
  days: 'days',
  'business-days': 'business days',
} as const

/** What is wrong with a wait, in a sentence; null when nothing is. `now` is what a date is measured from. */
export function waitProblem(wait: Wait, now: Date): string | null {
  if (wait.kind === 'for') return amountProblem(wait)
  if (!isLocalTime(wait.time) || wait.time === '24:00') return 'Give the time as HH:MM, from 00:00 to 23:59.'
  if (wait.kind === 'until-time') return null
  if (!isDate(wait.date)) return 'Give a date that exists, as YYYY-MM-DD.'
  const days = (Date.parse(wait.date) - now.getTime()) / dayMs
  return days > maxWaitDays ? `Wait at most ${maxWaitDays} days; ${wait.date} is further away.` : null
}

/**
 * What is wrong with a date that is over at `start` on the clock of that zone, in a sentence; null when it is not, and for
 * all that `waitProblem` or `zoneProblem` has words about.
 */
export function dateOverProblem(wait: Wait, zone: string, start: Date): string | null {
  if (wait.kind !== 'until-date' || !isZone(zone) || waitProblem(wait, start) !== null) return null
  const { date, time } = wait
  if (momentOf(zone, date, time) >= start) return null
  return `${date} at ${time} in ${zone} is over by the time this begins. Choose a later moment.`
}

function amountProblem({ amount, unit }: Extract<Wait, { kind: 'for' }>): string | null {
  if (!Number.isInteger(amount) || amount < 0) return 'Wait a whole number, 0 or more.'
  const most = maxWaitDays * unitsPerDay[unit]
  return amount > most
    ? `Wait at most ${maxWaitDays} days${unit === 'days' ? '' : `, which is ${most.toLocaleString('en')} ${unitWords[unit]}`}.`
    : null
}

/** What is wrong with a window, in a sentence; null when nothing is or there is none. */
export function windowProblem(window: SendWindow | null): string | null {
  if (window === null) return null
  if (window.days.length === 0) return 'This window never opens: choose at least one weekday.'
  if (!isLocalTime(window.from) || !isLocalTime(window.to))
    return 'Give the times as HH:MM, from 00:00 to 24:00.'
  if (window.from === window.to) return 'This window never opens: it closes at the minute it opens.'
  if (window.from > window.to)
    return `This window closes (${window.to}) before it opens (${window.from}). A window lies within one day.`
  return null
}

/** What is wrong with the name of a time zone, in a sentence; null when nothing is. */
export function zoneProblem(zone: string): string | null {
  return isZone(zone)
    ? null
    : `There is no time zone “${zone.slice(0, 40)}”. Choose one such as Europe/Berlin or America/New_York.`
}

/** Whether that is a time of day, `00:00` to `24:00`. */
export const isLocalTime = (time: LocalTime): boolean => /^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(time)

/** Whether that day exists, `YYYY-MM-DD`. */
export function isDate(date: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) return false
  const parsed = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date)
}
