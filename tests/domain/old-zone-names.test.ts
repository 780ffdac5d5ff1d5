import { describe, expect, it } from '@jest/globals'
import { contactReader } from '../../src/domain/contact-row.ts'
import { checkPlan } from '../../src/domain/check-plan.ts'
import { zoneProblem } from '../../src/domain/check-wait.ts'
import { closedZones, dueAt, placeOf } from '../../src/domain/due.ts'
import { isZone, nextTime } from '../../src/domain/local-time.ts'
import { zonesNamed } from '../../src/domain/zone-names.ts'
import { zoneOf } from '../../src/domain/zone-of.ts'
import { after, plannedStep, planOf } from '../support/plans.ts'

// Every name of three letters that Intl takes for a time zone and Temporal refuses.
const oldNames =
  'ACT AET AGT ART AST BET BST CAT CNT CST CTT EAT ECT IET IST JST MIT NET NST PLT PNT PRT PST SST VST'.split(
    ' ',
  )

const now = new Date('2026-11-20T09:00:00Z')
const office = { days: [1, 2, 3, 4, 5] as (1 | 2 | 3 | 4 | 5)[], from: '09:00', to: '17:00' }

describe.each(oldNames)('%s, which Intl knows and nothing can be calculated with,', (name) => {
  it('is no zone that a campaign can have, in a sentence, with a window and without', () => {
    expect(isZone(name)).toBe(false)
    expect(zoneProblem(name)).toMatch(`There is no time zone “${name}”`)
    for (const window of [office, null]) {
      const problems = checkPlan(planOf([plannedStep('One')], { zone: name, window }), now)
      expect(problems.map(({ path }) => path)).toEqual(['zone'])
    }
  })

  it('of a contact comes to a real zone or to the campaign’s, in any letters', () => {
    for (const timeZone of [name, name.toLowerCase(), ` ${name} `])
      expect(isZone(zoneOf({ timeZone, country: null }, 'Europe/London'))).toBe(true)
  })

  it('never comes out of a file as it is', () => {
    const reading = contactReader(['email', 'time_zone'])({ line: 2, cells: ['a@b.example', name] })
    if (reading.kind === 'refused') throw new Error(reading.reason)
    const { time_zone: kept } = reading.contact.standard
    expect(kept === null || isZone(kept)).toBe(true)
  })

  it('that an enrollment was given all the same never stops it', () => {
    const step = plannedStep('One', { wait: after(3, 'business-days') })
    const plan = planOf([step], { window: office, zone: 'Asia/Tokyo' })
    const due = dueAt(step.wait, placeOf(plan, step, name), now)
    expect(due > now).toBe(true)
    for (const wait of [
      after(1, 'days'),
      { kind: 'until-time', time: '09:30' } as const,
      { kind: 'until-date', date: '2026-12-24', time: '09:30' } as const,
    ])
      expect(dueAt(wait, placeOf(plan, step, name), now) > now).toBe(true)
    expect(() => closedZones(plan, step, { zones: [name, 'UTC'], now })).not.toThrow()
  })
})

it('a stored zone that means nothing is the campaign’s, and UTC when that means nothing either', () => {
  const step = plannedStep('One')
  const zoneFor = (zone: string, campaign: string) =>
    placeOf(planOf([step], { zone: campaign }), step, zone).zone
  expect(zoneFor('Asia/Tokyo', 'Europe/Berlin')).toBe('Asia/Tokyo')
  expect(zoneFor('PST', 'Europe/Berlin')).toBe('America/Los_Angeles')
  expect(zoneFor('IST', 'Europe/Berlin')).toBe('Europe/Berlin')
  expect(zoneFor('Mars/Olympus', 'PST')).toBe('America/Los_Angeles')
  expect(zoneFor('Mars/Olympus', 'IST')).toBe('UTC')
  expect(zoneFor('', '')).toBe('UTC')
})

it('every zone that the menu offers can be calculated with', () => {
  const offered = zonesNamed('')
  expect(offered.length).toBeGreaterThan(300)
  expect(offered.filter((zone) => !isZone(zone))).toEqual([])
  for (const zone of offered) expect(nextTime(zone, now, '02:30') >= now).toBe(true)
})
