const formats: Record<string, Intl.DateTimeFormatOptions> = {
  date_num: { year: 'numeric', month: '2-digit', day: '2-digit' },
  date_slash: { year: 'numeric', month: '2-digit', day: '2-digit' },
  date_short: { month: 'short', day: 'numeric', year: 'numeric' },
  date_long: { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' },
  date: { month: 'long', day: 'numeric', year: 'numeric' },
  day_divider_pretty: { weekday: 'long', month: 'long', day: 'numeric' },
  time: { hour: 'numeric', minute: '2-digit' },
  time_secs: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
}

export type DateText = { seconds: number; format: string; fallback: string; timeZone: string; now: number }

/** Fills the tokens of a `<!date^…>` format in the reader's zone. A broken date becomes its fallback text. */
export function formatSlackDate(date: DateText): string {
  if (!Number.isFinite(date.seconds)) return date.fallback
  const at = new Date(date.seconds * 1000)
  return date.format.replaceAll(/\{(\w+)\}/g, (token, name: string) => {
    if (name === 'ago') return ago(date.now - at.getTime())
    const options = formats[name.replace('_pretty', '')] ?? formats[name]
    if (!options) return token
    const pretty = name.endsWith('_pretty') ? nearDay(at, date) : null
    return pretty ?? new Intl.DateTimeFormat('en-US', { ...options, timeZone: date.timeZone }).format(at)
  })
}

function nearDay(at: Date, { timeZone, now }: DateText): string | null {
  const day = (time: number): string => new Intl.DateTimeFormat('en-CA', { timeZone }).format(time)
  const oneDay = 86_400_000
  const wanted = day(at.getTime())
  if (wanted === day(now)) return 'today'
  if (wanted === day(now - oneDay)) return 'yesterday'
  return wanted === day(now + oneDay) ? 'tomorrow' : null
}

/** "just now", "5 minutes ago", "in 2 hours": for spans in milliseconds. */
export function ago(span: number): string {
  const units = [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
  ] as const
  const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
  for (const [unit, size] of units) {
    if (Math.abs(span) >= size) return words.format(-Math.round(span / size), unit)
  }
  return 'just now'
}
