import { anyOf, months, weekdays } from './calendar-words.ts'

/** A day as a text names it: parts that it leaves out are null. `start` and `end` are where it stands. */
export type StatedDate = { start: number; end: number } & (
  | { kind: 'date'; year: number | null; month: number; day: number }
  /** Two numbers of which either may be the month. */
  | { kind: 'ambiguous'; year: number | null; first: number; second: number }
  | { kind: 'weekday'; weekday: number }
)

const month = anyOf(months.keys())
const day = String.raw`(?<!\d)\d{1,2}`
const year = String.raw`(?:,? ?(?:de |del )?(?<%>20\d\d)(?!\d))?`

// Every part is bounded, so that any text is read once. Whoever writes 05.01. means the fifth of January; 05/01 may be either.
const anyDate = new RegExp(
  [
    String.raw`(?<![\d.])(?<isoYear>20\d\d)[-/.](?<isoMonth>\d{1,2})[-/.](?<isoDay>\d{1,2})(?!\.?\d)`,
    String.raw`(?<dayFirst>${day})(?:st|nd|rd|th|er|[.oa°])? ?(?:of |de |den )?(?<monthAfter>${month})(?![a-z])\.?${year.replace('%', 'yearAfter')}`,
    String.raw`(?<![a-z])(?<monthFirst>${month})\.? (?:the )?(?<dayAfter>\d{1,2})(?!\d|:)(?:st|nd|rd|th)?${year.replace('%', 'yearLast')}`,
    String.raw`(?<![\d.:,/-])(?<one>\d{1,2})(?<sep>[./-])(?<two>\d{1,2})(?:\k<sep>(?<numbersYear>20\d\d|\d\d))?(?![\d:%])\.?`,
    String.raw`(?<![a-z])(?<weekday>${anyOf(weekdays.keys())})(?![a-z])`,
  ].join('|'),
  'g',
)

const most = 40

/** The days that a text names, in its order: the first 40. The text is one that `plainText` made. */
export function statedDates(text: string): StatedDate[] {
  return [...text.matchAll(anyDate)].slice(0, most).flatMap((match) => {
    const { groups = {}, index, 0: found } = match
    const read = weekdayIn(groups) ?? namedIn(groups) ?? numbersIn(groups)
    return read ? [{ ...read, start: index, end: index + found.length }] : []
  })
}

type Groups = Readonly<Record<string, string | undefined>>
type Read<Kind> = Omit<Extract<StatedDate, { kind: Kind }>, 'start' | 'end'>

function weekdayIn({ weekday }: Groups): Read<'weekday'> | null {
  const number = weekdays.get(weekday ?? '')
  return number === undefined ? null : { kind: 'weekday', weekday: number }
}

function namedIn(groups: Groups): Read<'date'> | null {
  const { isoYear, isoMonth, isoDay, dayFirst, monthAfter, yearAfter, monthFirst, dayAfter, yearLast } =
    groups
  if (isoYear) return { kind: 'date', year: Number(isoYear), month: Number(isoMonth), day: Number(isoDay) }
  const number = months.get(monthAfter ?? monthFirst ?? '')
  if (number === undefined) return null
  const given = yearAfter ?? yearLast
  return {
    kind: 'date',
    year: given === undefined ? null : Number(given),
    month: number,
    day: Number(dayFirst ?? dayAfter),
  }
}

function numbersIn({ one, two, sep, numbersYear }: Groups): Read<'date'> | Read<'ambiguous'> | null {
  if (one === undefined || two === undefined) return null
  const [first, second] = [Number(one), Number(two)]
  const year = numbersYear === undefined ? null : 2000 + (Number(numbersYear) % 100)
  // 2-3 without a year are rather two or three of something.
  if (sep === '-' && year === null) return null
  if (sep === '/') return { kind: 'ambiguous', year, first, second }
  return { kind: 'date', year, month: second, day: first }
}
