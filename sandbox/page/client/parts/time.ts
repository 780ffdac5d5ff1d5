/** A Slack ts ("1700000000.000100") in milliseconds. */
export function tsToMs(ts: string): number {
  return Number(ts.split('.')[0]) * 1000
}

/** "2:05 PM" on the clock of a zone. */
export function clockTime(ms: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-US', { timeZone, hour: 'numeric', minute: '2-digit' }).format(ms)
}

/** "2026-11-23" in a zone: equal for moments of the same day there. */
export function dayKey(ms: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone }).format(ms)
}

/** What stands on the divider between days: "Today", "Yesterday", "Monday, November 23rd". */
export function dayLabel(ms: number, timeZone: string, now: number): string {
  const key = dayKey(ms, timeZone)
  if (key === dayKey(now, timeZone)) return 'Today'
  if (key === dayKey(now - 86_400_000, timeZone)) return 'Yesterday'
  const day = Number(key.slice(8))
  const text = new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'long', month: 'long' })
  const parts = Object.fromEntries(text.formatToParts(ms).map((part) => [part.type, part.value]))
  return `${parts['weekday']}, ${parts['month']} ${day}${ordinal(day)}`
}

function ordinal(day: number): string {
  if (day > 3 && day < 21) return 'th'
  return ['th', 'st', 'nd', 'rd'][day % 10] ?? 'th'
}
