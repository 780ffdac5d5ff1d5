import Calendar from 'date-holidays'
import type { HolidayCalendar, Holidays } from '../ports/holidays.ts'

const dayMs = 86_400_000

/** Public holidays by the rules that the package date-holidays keeps for each country. */
export function publicHolidays(): Holidays {
  let known: HolidayCalendar[] | null = null
  const calendars = () => (known ??= readCalendars())
  return {
    calendars,
    dates(code, from, to) {
      if (!calendars().some((calendar) => calendar.code === code)) return []
      const calendar = new Calendar(code)
      const years = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)
      return [...new Set(years.flatMap((year) => datesOf(calendar, year)))].toSorted()
    },
  }
}

function readCalendars(): HolidayCalendar[] {
  const named = Object.entries(new Calendar().getCountries('en'))
  return named.map(([code, name]) => ({ code, name })).toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
}

// A holiday may begin on the evening before (`2027-06-06 00:00:00 -0600`) and last for days: what counts are its dates.
function datesOf(calendar: Calendar, year: number): string[] {
  return calendar
    .getHolidays(year, 'en')
    .filter(({ type }) => type === 'public')
    .flatMap(({ date, start, end }) => {
      const days = Math.max(1, Math.round((end.getTime() - start.getTime()) / dayMs))
      const first = Date.parse(`${date.slice(0, 10)}T00:00:00Z`)
      return Array.from({ length: days }, (_, day) =>
        new Date(first + day * dayMs).toISOString().slice(0, 10),
      )
    })
}
