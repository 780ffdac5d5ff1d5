import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  businessDaysLater,
  daysLater,
  isOpen,
  isZone,
  momentOf,
  nextTime,
  openFrom,
} from '../../src/domain/local-time.ts'
import type { SendWindow } from '../../src/domain/plan.ts'

const weekdays: SendWindow['days'] = [1, 2, 3, 4, 5]
const everyDay: SendWindow['days'] = [1, 2, 3, 4, 5, 6, 7]
const none: ReadonlySet<string> = new Set()

const opening = (
  place: { zone: string; window: SendWindow | null; holidays?: ReadonlySet<string> },
  from: string,
) => openFrom({ holidays: none, ...place }, new Date(from))?.toISOString() ?? null

describe('a send window, on the days when the clocks of six zones change', () => {
  it.each([
    // zone (what is special), [window from and to, asked at (UTC)], opens (UTC)
    ['Europe/Berlin (spring)', ['09:00', '17:00', '2026-03-28T20:00Z'], '2026-03-29T07:00:00.000Z'],
    ['Europe/Berlin (autumn)', ['09:00', '17:00', '2026-10-24T20:00Z'], '2026-10-25T08:00:00.000Z'],
    [
      'Europe/Berlin (opens inside the gap)',
      ['02:30', '05:00', '2026-03-28T23:30Z'],
      '2026-03-29T01:00:00.000Z',
    ],
    ['Europe/Berlin (lies in the gap)', ['02:00', '03:00', '2026-03-28T23:30Z'], '2026-03-30T00:00:00.000Z'],
    ['Europe/Berlin (first 02:30)', ['02:00', '03:00', '2026-10-25T00:30Z'], '2026-10-25T00:30:00.000Z'],
    ['Europe/Berlin (second 02:30)', ['02:00', '03:00', '2026-10-25T01:30Z'], '2026-10-25T01:30:00.000Z'],
    ['Europe/Berlin (after both)', ['02:00', '03:00', '2026-10-25T02:00Z'], '2026-10-26T01:00:00.000Z'],
    ['America/New_York (spring)', ['09:00', '17:00', '2026-03-08T04:00Z'], '2026-03-08T13:00:00.000Z'],
    ['America/New_York (autumn)', ['09:00', '17:00', '2026-11-01T04:30Z'], '2026-11-01T14:00:00.000Z'],
    ['America/New_York (second 01:30)', ['01:00', '02:00', '2026-11-01T06:30Z'], '2026-11-01T06:30:00.000Z'],
    [
      'Australia/Lord_Howe (half an hour)',
      ['02:00', '02:45', '2026-10-03T14:00Z'],
      '2026-10-03T15:30:00.000Z',
    ],
    [
      'Australia/Lord_Howe (half an hour)',
      ['09:00', '10:00', '2026-04-04T20:00Z'],
      '2026-04-04T22:30:00.000Z',
    ],
    ['America/Santiago (no midnight)', ['00:00', '06:00', '2026-09-05T20:00Z'], '2026-09-06T04:00:00.000Z'],
    ['Africa/Cairo (no midnight)', ['00:00', '01:30', '2026-04-23T20:00Z'], '2026-04-23T22:00:00.000Z'],
    ['Asia/Kathmandu (never changes)', ['09:00', '17:00', '2026-03-29T00:00Z'], '2026-03-29T03:15:00.000Z'],
  ] as const)('%s, window and moment %j: opens %s', (zone, [from, to, asked], expected) => {
    const place = { zone: zone.replace(/ .*/, ''), window: { days: everyDay, from, to } }
    expect(opening(place, asked)).toBe(expected)
  })
})

describe('a send window', () => {
  const office: SendWindow = { days: weekdays, from: '09:00', to: '17:00' }

  it('opens again on Monday for whoever is due on Friday evening', () => {
    expect(opening({ zone: 'Europe/Berlin', window: office }, '2026-11-27T16:00Z')).toBe(
      '2026-11-30T08:00:00.000Z',
    )
  })

  it('closes at its end, to the minute', () => {
    const place = { zone: 'Europe/Berlin', window: office, holidays: none }
    expect(isOpen(place, new Date('2026-11-27T15:59:59.999Z'))).toBe(true)
    expect(isOpen(place, new Date('2026-11-27T16:00Z'))).toBe(false)
  })

  it('stays shut on holidays, by the reader’s calendar day', () => {
    const holidays = new Set(['2026-12-25'])
    const auckland = { zone: 'Pacific/Auckland', window: null }
    expect(opening({ zone: 'Europe/Berlin', window: office, holidays }, '2026-12-24T17:00Z')).toBe(
      '2026-12-28T08:00:00.000Z',
    )
    expect(opening({ ...auckland, holidays }, '2026-12-24T10:59Z')).toBe('2026-12-24T10:59:00.000Z')
    expect(opening({ ...auckland, holidays }, '2026-12-24T11:00Z')).toBe('2026-12-25T11:00:00.000Z')
  })

  it('may last until midnight', () => {
    const evening: SendWindow = { days: everyDay, from: '20:00', to: '24:00' }
    const place = { zone: 'Europe/Berlin', window: evening, holidays: none }
    expect(isOpen(place, new Date('2026-11-27T22:59Z'))).toBe(true)
    expect(isOpen(place, new Date('2026-11-27T23:00Z'))).toBe(false)
  })

  it('that never opens is told, not waited for', () => {
    const closed = new Set(Array.from({ length: 500 }, (_, day) => isoDay('2026-11-23', day)))
    expect(
      opening({ zone: 'Europe/Berlin', window: office, holidays: closed }, '2026-11-23T08:00Z'),
    ).toBeNull()
  })

  it('is open at what it opens at, never before, for any window, zone and moment', () => {
    const zones = [
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'America/Santiago',
      'Asia/Tokyo',
    ]
    const minute = fc.integer({ min: 0, max: 1439 })
    const year = { min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.tuple(minute, minute).filter(([from, to]) => to - from > 120),
        fc.subarray([...everyDay], { minLength: 1 }),
        fc.date(year),
        (zone, [from, to], ...[days, now]) => {
          const place = { zone, window: { days, from: clock(from), to: clock(to) }, holidays: none }
          const opens = openFrom(place, now)
          if (!opens) throw new Error('It opens once a week at least')
          expect(isOpen(place, opens)).toBe(true)
          expect(opens.getTime()).toBeGreaterThanOrEqual(now.getTime())
          expect(opens > now && isOpen(place, new Date(opens.getTime() - 1))).toBe(false)
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('waiting', () => {
  it.each([
    ['Europe/Berlin', ['2026-03-28T09:00Z', 1], '2026-03-29T08:00:00.000Z'],
    ['Europe/Berlin', ['2026-10-24T09:00Z', 1], '2026-10-25T10:00:00.000Z'],
    ['America/New_York', ['2026-03-07T15:00Z', 7], '2026-03-14T14:00:00.000Z'],
    ['Asia/Kathmandu', ['2026-03-28T09:00Z', 3], '2026-03-31T09:00:00.000Z'],
  ] as const)('a day is a day on the wall clock: %s, %j days', (zone, [from, days], expected) => {
    expect(daysLater(zone, new Date(from), days).toISOString()).toBe(expected)
  })

  it('business days pass over weekends and holidays', () => {
    const place = { zone: 'Europe/Berlin', window: null, holidays: new Set(['2026-12-25', '2027-01-01']) }
    const from = new Date('2026-12-24T09:00Z')
    expect(businessDaysLater(place, from, 1).toISOString()).toBe('2026-12-28T09:00:00.000Z')
    expect(businessDaysLater(place, from, 5).toISOString()).toBe('2027-01-04T09:00:00.000Z')
    expect(businessDaysLater(place, from, 0)).toEqual(from)
  })

  it('until a time means the next one, today or tomorrow', () => {
    const next = (from: string) => nextTime('Europe/Berlin', new Date(from), '09:00').toISOString()
    expect(next('2026-11-23T07:00Z')).toBe('2026-11-23T08:00:00.000Z')
    expect(next('2026-11-23T08:00Z')).toBe('2026-11-23T08:00:00.000Z')
    expect(next('2026-11-23T08:01Z')).toBe('2026-11-24T08:00:00.000Z')
  })

  it('until a date means that date where the reader is', () => {
    expect(momentOf('America/New_York', '2026-12-01', '09:00').toISOString()).toBe('2026-12-01T14:00:00.000Z')
    expect(momentOf('Asia/Tokyo', '2026-12-01', '09:00').toISOString()).toBe('2026-12-01T00:00:00.000Z')
  })
})

it.each([
  ['Europe/Berlin', true],
  ['UTC', true],
  ['Europe/Atlantis', false],
  ['+02:00', false],
  ['', false],
  ['Mars', false],
])('%j is a time zone: %j', (name, expected) => expect(isZone(name)).toBe(expected))

const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

const isoDay = (from: string, days: number) =>
  new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10)
