import { expect, it } from '@jest/globals'
import { isZone } from '../../src/domain/local-time.ts'
import { zoneOf, zoneOfCountry } from '../../src/domain/zone-of.ts'

it.each([
  ['their own zone', { timeZone: 'Asia/Tokyo', country: 'Sweden' }, 'Asia/Tokyo'],
  ['their own zone, with spaces', { timeZone: ' Asia/Tokyo ', country: null }, 'Asia/Tokyo'],
  ['their country’s, when theirs is none', { timeZone: 'CET-ish', country: 'Sweden' }, 'Europe/Stockholm'],
  ['the campaign’s, when nothing is known', { timeZone: null, country: null }, 'Europe/London'],
  ['the campaign’s, when the country is none', { timeZone: null, country: 'Atlantis' }, 'Europe/London'],
])('somebody is written to in %s', (_, whereabouts, zone) => {
  expect(zoneOf(whereabouts, 'Europe/London')).toBe(zone)
})

it.each([
  ['SE', 'Europe/Stockholm'],
  ['de', 'Europe/Berlin'],
  ['Deutschland', 'Europe/Berlin'],
  ['  GERMANY ', 'Europe/Berlin'],
  ['UK', 'Europe/London'],
  ['USA', 'America/New_York'],
  ['United States', 'America/New_York'],
  ['Brasil', 'America/Sao_Paulo'],
  ['España', 'Europe/Madrid'],
  ['Česko', 'Europe/Prague'],
  ['Nirgendwo', null],
  ['', null],
  ['XX', null],
  ['__proto__', null],
  ['constructor', null],
])('the country %j has the zone %j', (country, zone) => {
  expect(zoneOfCountry(country)).toBe(zone)
})

it('every country that a list may name has a zone that exists', () => {
  const names = new Intl.DisplayNames(['en'], { type: 'region' })
  for (const code of [
    'FR',
    'IT',
    'PL',
    'IN',
    'JP',
    'ZA',
    'AU',
    'RU',
    'CA',
    'MX',
    'ID',
    'KZ',
    'UA',
    'PT',
    'CL',
    'CD',
  ])
    expect(isZone(zoneOfCountry(names.of(code) ?? '') ?? '')).toBe(true)
})

it('whatever two letters a list has for a country, they come to a zone that there is, or to none', () => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('')
  const zones = letters.flatMap((a) => letters.flatMap((b) => zoneOfCountry(a + b) ?? []))
  expect(zones.length).toBeGreaterThan(200)
  expect(zones.filter((zone) => !isZone(zone))).toEqual([])
})
