import { describe, expect, it } from '@jest/globals'
import { publicHolidays } from '../../src/adapters/holidays.ts'
import { frozenDates } from '../../src/domain/holiday-dates.ts'

const holidays = publicHolidays()

describe('public holidays', () => {
  it('are those of a country, each date once and in order', () => {
    const german = holidays.dates('DE', 2027, 2027)
    expect(german).toEqual([
      '2027-01-01',
      '2027-03-26',
      '2027-03-29',
      '2027-05-01',
      '2027-05-06',
      '2027-05-17',
      '2027-10-03',
      '2027-12-25',
      '2027-12-26',
    ])
  })

  it('last as many days as they do, also where they begin on the evening before', () => {
    // Eid al-Fitr 2027 is three days in the Emirates, from the evening of 8 March.
    expect(holidays.dates('AE', 2027, 2027)).toEqual(
      expect.arrayContaining(['2027-03-09', '2027-03-10', '2027-03-11']),
    )
  })

  it('are none for a country that there is no calendar of', () => {
    expect(holidays.dates('XX', 2027, 2027)).toEqual([])
    expect(holidays.calendars().find(({ code }) => code === 'US')?.name).toBe('United States of America')
  })

  it('are frozen from today for four years, with somebody’s own beside them', () => {
    const now = new Date('2026-11-23T09:00:00Z')
    const dates = frozenDates(['2026-12-24'], holidays.dates('DE', 2026, 2030), now)
    expect(dates[0]).toBe('2026-12-24')
    expect(dates.at(-1)).toBe('2030-10-03')
    expect(dates).not.toContain('2026-10-03')
  })
})
