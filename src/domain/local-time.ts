import { Temporal } from 'temporal-polyfill'
import type { LocalTime, SendWindow, Weekday } from './plan.ts'

/** Where a mail is read: the zone of its reader, when the campaign may write there, and on which days it may not. */
export type Place = {
  /** IANA name, one that `isZone` accepts. */
  zone: string
  /** Null: at any time. */
  window: SendWindow | null
  /** Days without mail, `YYYY-MM-DD`. */
  holidays: ReadonlySet<string>
}

/** A year and a day: a window that does not open in this many days never does. */
const horizonDays = 366

// Names come out of files: however many there are, only so many are remembered.
const mostKnown = 2_000
const known = new Map<string, boolean>()

/**
 * Whether that is the name of a time zone that can be calculated with. Offsets such as `+02:00` are none: they know nothing
 * of summer time. Nor are old names such as `PST`, which Intl takes and Temporal refuses. Remembered, for it is asked often.
 */
export function isZone(name: string): boolean {
  if (!/^[A-Za-z][\w+\-/]{0,63}$/.test(name)) return false
  const answer = known.get(name) ?? isTaken(name)
  if (known.size >= mostKnown) known.clear()
  known.set(name, answer)
  return answer
}

// Intl says no at a fraction of what it costs Temporal: a file may hold a million names that are none.
function isTaken(name: string): boolean {
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions()
    return timeZone !== '' && zoned(new Date(0), name).timeZoneId !== ''
  } catch {
    return false
  }
}

/** The first moment from `from` on at which the place is open; null when it never is. */
export function openFrom(place: Place, from: Date): Date | null {
  if (place.window === null && place.holidays.size === 0) return from
  let day = zoned(from, place.zone).toPlainDate()
  for (let passed = 0; passed <= horizonDays; passed += 1) {
    const opening = openingOf(place, day)
    if (opening && from.getTime() < opening.to) return new Date(Math.max(opening.from, from.getTime()))
    day = day.add({ days: 1 })
  }
  return null
}

/** Whether mail may go there at that moment. */
export function isOpen(place: Place, at: Date): boolean {
  return openFrom(place, at)?.getTime() === at.getTime()
}

/** The moment at which a wall clock in the zone shows that time of that day, or the first one after a skipped hour. */
export function momentOf(zone: string, date: string, time: LocalTime): Date {
  return new Date(wallClock(Temporal.PlainDate.from(date), time, { zone, which: 'earlier' }))
}

/** That many days later at the same time of day. A day of 23 or 25 hours is a day. */
export function daysLater(zone: string, from: Date, days: number): Date {
  return new Date(zoned(from, zone).add({ days }).epochMilliseconds)
}

/** That many working days later at the same time of day: Saturdays, Sundays and holidays do not count. */
export function businessDaysLater(place: Place, from: Date, days: number): Date {
  const start = zoned(from, place.zone)
  let day = start.toPlainDate()
  for (let left = days; left > 0;) {
    day = day.add({ days: 1 })
    if (day.dayOfWeek <= 5 && !place.holidays.has(day.toString())) left -= 1
  }
  return new Date(start.add(start.toPlainDate().until(day)).epochMilliseconds)
}

/** The next moment from `from` on at which a wall clock in the zone shows that time. */
export function nextTime(zone: string, from: Date, time: LocalTime): Date {
  const today = zoned(from, zone).toPlainDate()
  for (const day of [today, today.add({ days: 1 })]) {
    const moment = wallClock(day, time, { zone, which: 'earlier' })
    if (moment >= from.getTime()) return new Date(moment)
  }
  return new Date(wallClock(today.add({ days: 2 }), time, { zone, which: 'earlier' }))
}

const zoned = (at: Date, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone)

/** From when to when (epoch milliseconds) the place is open on that day; null when it is closed or the hour is skipped. */
function openingOf(place: Place, day: Temporal.PlainDate): { from: number; to: number } | null {
  const { window, zone } = place
  if (place.holidays.has(day.toString())) return null
  if (window && !window.days.includes(weekdayOf(day))) return null
  const from = wallClock(day, window?.from ?? '00:00', { zone, which: 'earlier' })
  const to = wallClock(day, window?.to ?? '24:00', { zone, which: 'later' })
  return from < to ? { from, to } : null
}

function weekdayOf(day: Temporal.PlainDate): Weekday {
  const days: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7]
  return days[day.dayOfWeek - 1] ?? 1
}

// In autumn an hour comes twice: a window opens with the first and closes with the second. In spring an hour is missing:
// a time in it stands for the moment at which the clock jumps.
function wallClock(
  day: Temporal.PlainDate,
  time: LocalTime,
  { zone, which }: { zone: string; which: 'earlier' | 'later' },
): number {
  if (time === '24:00') return day.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds
  const wanted = day.toPlainDateTime(time)
  const found = wanted.toZonedDateTime(zone, { disambiguation: which })
  if (found.toPlainDateTime().equals(wanted)) return found.epochMilliseconds
  const before = wanted.toZonedDateTime(zone, { disambiguation: 'earlier' })
  return (before.getTimeZoneTransition('next') ?? found).epochMilliseconds
}
