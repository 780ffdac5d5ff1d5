import { confirmable, element, focusable, placeholder } from './element.ts'
import { integer, matching, string } from '../values.ts'
import { problemAt } from '../rule.ts'
import type { Rule } from '../rule.ts'
import type { Rules } from '../object.ts'

const date: Rule = (value, place) => {
  const isDate = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && isOnCalendar(value)
  return isDate ? [] : problemAt(place, 'must be a date as YYYY-MM-DD')
}

/** JavaScript reads 31 February as 3 March, Slack does not: the date has to come back as it went in. */
const isOnCalendar = (day: string): boolean => {
  const parsed = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(day)
}

/** Dates and times. */
export const datePickers: Rules = {
  datepicker: element({
    optional: { ...confirmable, ...focusable, ...placeholder, initial_date: date },
  }),
  timepicker: element({
    optional: {
      ...confirmable,
      ...focusable,
      ...placeholder,
      initial_time: matching(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time as HH:mm'),
      timezone: string(),
    },
  }),
}

/** Ten digits: seconds since 1970, as Slack asks, so that milliseconds are caught. */
const unixSeconds = integer({ min: 1_000_000_000, max: 9_999_999_999 })

export const dateTimePicker: Rules = {
  datetimepicker: element({ optional: { ...confirmable, ...focusable, initial_date_time: unixSeconds } }),
}
