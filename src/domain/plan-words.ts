import type { LocalTime, PlannedStep, SendWindow, Wait, Weekday } from './plan.ts'

const dayNames: Record<Weekday, string> = {
  1: 'Mon',
  2: 'Tue',
  3: 'Wed',
  4: 'Thu',
  5: 'Fri',
  6: 'Sat',
  7: 'Sun',
}

const units = {
  minutes: ['minute', 'minutes'],
  hours: ['hour', 'hours'],
  days: ['day', 'days'],
  'business-days': ['business day', 'business days'],
} as const

/** How long a step waits, as people say it: `at once`, `3 business days later`, `at the next 09:00`. */
export function waitWords(wait: Wait): string {
  switch (wait.kind) {
    case 'until-time':
      return `at the next ${wait.time}`
    case 'until-date':
      return `on ${wait.date} at ${wait.time}`
    case 'for': {
      if (wait.amount === 0) return 'at once'
      const [one, many] = units[wait.unit]
      return `${wait.amount.toLocaleString('en-US')} ${wait.amount === 1 ? one : many} later`
    }
  }
}

/** When mails may go out: `Mon–Fri 09:00–17:00`, `Sat, Sun 10:00–14:00`. */
export const windowWords = ({ days, from, to }: SendWindow): string => `${daysWords(days)} ${from}–${to}`

/** Weekdays in their order, three and more in a row as a range. */
export function daysWords(days: readonly Weekday[]): string {
  const runs: Weekday[][] = []
  for (const day of [...new Set(days)].toSorted((a, b) => a - b)) {
    const run = runs.at(-1)
    if (run && run.at(-1) === day - 1) run.push(day)
    else runs.push([day])
  }
  return runs.map(runWords).join(', ')
}

function runWords(run: readonly Weekday[]): string {
  const names = run.map((day) => dayNames[day])
  return names.length < 3 ? names.join(', ') : `${names[0]}–${names.at(-1)}`
}

/** When a step goes out: its wait, and its window where it or its campaign has one. */
export function timingWords(step: Pick<PlannedStep, 'wait' | 'window'>, window: SendWindow | null): string {
  const held = step.window ?? window
  return held ? `${waitWords(step.wait)}, ${windowWords(held)}` : waitWords(step.wait)
}

/** How late, as the largest unit that fits: 90 is 90 minutes, 120 is 2 hours. */
export function minutesAs(minutes: number): { amount: number; unit: 'minutes' | 'hours' | 'days' } {
  if (minutes > 0 && minutes % 1440 === 0) return { amount: minutes / 1440, unit: 'days' }
  if (minutes > 0 && minutes % 60 === 0) return { amount: minutes / 60, unit: 'hours' }
  return { amount: minutes, unit: 'minutes' }
}

/** The end of a day is midnight, which a clock face shows as the start of the next. */
export const clockFace = (time: LocalTime): LocalTime => (time === '24:00' ? '00:00' : time)
