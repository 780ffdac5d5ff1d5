/** "14:05:09" on the clock of whoever looks at the page. */
function clock(ms: number): string {
  return new Date(ms).toLocaleTimeString('en-GB')
}

/** "14:05:09" today, "1 Dec, 14:05:09" on any other day. */
export function moment(ms: number, now: number): string {
  const at = new Date(ms)
  if (at.toDateString() === new Date(now).toDateString()) return clock(ms)
  return `${at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })}, ${clock(ms)}`
}

/** "14:05" today, "23 Nov" before. */
export function shortTime(ms: number, now: number): string {
  const at = new Date(ms)
  const isToday = at.toDateString() === new Date(now).toDateString()
  return isToday
    ? at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
    : at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })
}
