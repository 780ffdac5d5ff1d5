import { Temporal } from 'temporal-polyfill'
import { plainText } from './calendar-words.ts'
import { momentOf } from './local-time.ts'
import { type StatedDate, statedDates } from './stated-date.ts'

/** When a text came, and the zone of who wrote it. */
export type Reading = { now: Date; zone: string }

// An absence is announced at the top; what is quoted below it is our own mail.
const readLength = 4_000
// Nobody is waited for longer than a year; and a day without a year is one of these days around now.
const longestAwayDays = 366
const longOverDays = 60
// How many characters from a date its words may stand.
const reach = 70
const morning = '09:00'

// Said of the day on which somebody is there again …
const back =
  /(?<![a-z])(?:back|return(?:s|ing)?|resum(?:e|ing)|available again|zurue?ck|wieder|r(?:u|ue)ckkehr|retour|reviens|reviendrai|rentre(?:rai)?|[ad]e? nouveau|vuelvo|volvere|vuelta|regreso|regresare|reincorpor[a-z]{1,10}|de nuevo|torno|tornero|rientro|rientrero|ritorno|di nuovo|terug|weer|tillbaka|ater|igen|volto|voltarei|retorno|regressarei)(?![a-z])/
// … and of the last day on which they are not, where it stands right before that day.
const untilBefore =
  /(?<![a-z])(?:until|till|til|through|thru|bis|jusqu.{0,3}aux?|hasta|fino al?|sino al|ate|tot|t\/m|t\.?o\.?m\.?|till och med)(?: (?:and including|einschliesslich|einschließlich|inklusive|including|inclus|zum|en met|och med|the|den|dem|el|il|le|du|dia)){0,2}[ :,]{0,2}$/
// The second day of two: `20 December to 5 January`, `du 20 au 5 janvier`.
const range =
  '(?:-|–|—|to|and|until|till|und|bis|au|et|al|y|a|e|tot|en|och)(?: (?:the|den|dem|zum|le|el|il|de))?'
const afterDate = new RegExp(`^ ?${range} ?$`)
const afterNumber = new RegExp(`(?<!\\d)\\d{1,2}(?:st|nd|rd|th|er|\\.)? ?${range} ?$`)

/**
 * When an out-of-office note says that its writer is back: the morning of that day in their zone, or of the day after the
 * last one of the absence, where it names that. Null when it names no day, or none that can be meant.
 */
export function returnDate(text: string, reading: Reading): Date | null {
  const said = sayings(plainText(text.slice(0, readLength)).slice(0, readLength))
  for (const wanted of ['back', 'until'] as const) {
    for (const { date, says } of said) {
      const moment =
        says === wanted ? momentMeant(date, { ...reading, later: says === 'until' ? 1 : 0 }) : null
      if (moment !== null) return moment
    }
  }
  return null
}

type Saying = { date: StatedDate; says: 'back' | 'until' | 'nothing' }

function sayings(text: string): Saying[] {
  const dates = joined(statedDates(text), text)
  return dates.map((date, index) => {
    const previous = dates[index - 1]
    const next = dates[index + 1]
    const before = text.slice(Math.max(previous?.end ?? 0, date.start - reach), date.start)
    if (previous && afterDate.test(before)) return { date, says: 'until' }
    const says =
      saidBefore(before) ?? saidAfter(text.slice(date.end, date.end + reach), next && next.start - date.end)
    return { date, says }
  })
}

/** A weekday and the date right after it are one day. */
function joined(dates: readonly StatedDate[], text: string): StatedDate[] {
  const result: StatedDate[] = []
  for (const date of dates) {
    const last = result.at(-1)
    const isOne =
      last?.kind === 'weekday' &&
      /^[ ,.(]{0,3}(?:(?:the|den|dem|der|le|el|il|d\.) )?$/.test(text.slice(last.end, date.start))
    if (isOne) result[result.length - 1] = { ...date, start: last.start }
    else result.push(date)
  }
  return result
}

function saidBefore(text: string): 'back' | 'until' | null {
  const sentence = /[.!?;] ([^.!?;]*)$/.exec(text)?.[1] ?? text
  if (untilBefore.test(text) || afterNumber.test(text)) return 'until'
  return back.test(sentence) ? 'back' : null
}

// What follows a date is about the next one, if the sentence has another.
function saidAfter(text: string, nextDate: number | undefined): 'back' | 'nothing' {
  const end = text.search(/[.!?;](?: |$)/)
  const length = end === -1 ? text.length : end
  if (nextDate !== undefined && nextDate < length) return 'nothing'
  return back.test(text.slice(0, length)) ? 'back' : 'nothing'
}

function momentMeant(date: StatedDate, { now, zone, later }: Reading & { later: number }): Date | null {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).toPlainDate()
  const moments = daysMeant(date, today)
    .filter((day) => today.until(day).days <= longestAwayDays)
    .map((day) => momentOf(zone, day.add({ days: later }).toString(), morning))
    .filter((moment) => moment > now)
  return moments.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null
}

/** The days that it can mean: more than one where it is not known which number is the month. */
function daysMeant(date: StatedDate, today: Temporal.PlainDate): Temporal.PlainDate[] {
  switch (date.kind) {
    case 'weekday':
      return [today.add({ days: ((date.weekday - today.dayOfWeek + 6) % 7) + 1 })]
    case 'ambiguous': {
      const { year, first, second } = date
      return [
        ...yearsOf(year, { month: first, day: second }, today),
        ...yearsOf(year, { month: second, day: first }, today),
      ]
    }
    case 'date':
      return yearsOf(date.year, date, today)
  }
}

function yearsOf(
  year: number | null,
  { month, day }: { month: number; day: number },
  today: Temporal.PlainDate,
): Temporal.PlainDate[] {
  const years = year === null ? [today.year - 1, today.year, today.year + 1] : [year]
  const days = years.flatMap((each) => existing({ year: each, month, day }))
  if (year !== null) return days
  const oldest = today.subtract({ days: longOverDays })
  return days.filter((found) => Temporal.PlainDate.compare(found, oldest) > 0).slice(0, 1)
}

function existing(day: { year: number; month: number; day: number }): Temporal.PlainDate[] {
  try {
    return [Temporal.PlainDate.from(day, { overflow: 'reject' })]
  } catch {
    return []
  }
}
