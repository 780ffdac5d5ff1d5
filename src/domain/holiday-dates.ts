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
