/** A calendar of public holidays: its code (`DE`, `US`) and the English name of its country. */
export type HolidayCalendar = { code: string; name: string }

/** Knows on which days a country does not work. */
export type Holidays = {
  /** Every calendar there is, by name. */
  calendars: () => readonly HolidayCalendar[]
  /** The public holidays from year to year (both included) as `YYYY-MM-DD`, in order; none for a code that is not known. */
  dates: (code: string, from: number, to: number) => string[]
}
