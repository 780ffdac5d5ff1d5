import { isDate } from './check-wait.ts'

/** How many years of a calendar a plan freezes: what a government changes later does not move mails that are planned. */
export const frozenYears = 4

/** The dates that a plan keeps: somebody's own, and those of their calendar from `now` for the next years, in order. */
export function frozenDates(own: readonly string[], ofCalendar: readonly string[], now: Date): string[] {
  const today = now.toISOString().slice(0, 10)
  const until = `${Number(today.slice(0, 4)) + frozenYears}${today.slice(4)}`
  const coming = ofCalendar.filter((date) => date >= today && date <= until)
  return [...new Set([...own, ...coming])].toSorted()
}

/** Which years a list of dates touches; null for an empty one. */
export function yearsOf(dates: readonly string[]): { from: number; to: number } | null {
  const years = dates.map((date) => Number(date.slice(0, 4))).filter((year) => Number.isInteger(year))
  return years.length === 0 ? null : { from: Math.min(...years), to: Math.max(...years) }
}

/** How many days of one's own a plan has: they are edited as one text. */
export const maxOwnDates = 180
const nearYears = 10

/**
 * What is wrong with the holidays of a plan, in a sentence; null when nothing is. With a slip in a year every look at the plan
 * would work out centuries of its calendar.
 */
export function holidaysProblem(dates: readonly string[], now: Date): string | null {
  if (!dates.every(isDate)) return 'Give holidays as dates that exist, YYYY-MM-DD.'
  const far = dates.find((date) => Math.abs(Number(date.slice(0, 4)) - now.getUTCFullYear()) > nearYears)
  return far === undefined
    ? null
    : `Give holidays within ${nearYears} years from now; ${far} is further away.`
}
