import { expect, it } from '@jest/globals'
import { isZone } from '../../src/domain/local-time.ts'
import { abbreviations } from '../../src/domain/zone-abbreviations.ts'
import { readZone, zoneOfCountry } from '../../src/domain/zone-of.ts'

it.each([
  // what a file says, and of which country: the zone
  ['PST', null, 'America/Los_Angeles'],
  ['pdt', null, 'America/Los_Angeles'],
  [' PT ', 'Sweden', 'America/Los_Angeles'],
  ['PST', 'Canada', 'America/Vancouver'],
  ['PST', 'Philippines', 'Asia/Manila'],
  ['EST', null, 'America/New_York'],
  ['EDT', 'US', 'America/New_York'],
  ['EST', 'Jamaica', 'America/Jamaica'],
  ['EST', 'Australia', 'Australia/Sydney'],
  ['MST', 'USA', 'America/Denver'],
  ['MDT', null, 'America/Denver'],
  ['CDT', null, 'America/Chicago'],
  ['CST', 'United States', 'America/Chicago'],
  ['CST', 'MX', 'America/Mexico_City'],
  ['CST', 'China', 'Asia/Shanghai'],
  ['CST', null, null],
  ['CST', 'Germany', null],
  ['IST', 'India', 'Asia/Kolkata'],
  ['IST', 'Ireland', 'Europe/Dublin'],
  ['IST', 'Israel', 'Asia/Jerusalem'],
  ['IST', null, null],
  ['BST', 'UK', 'Europe/London'],
  ['BST', 'Bangladesh', 'Asia/Dhaka'],
  ['BST', '', null],
  ['BST', 'Atlantis', null],
  ['GMT', null, 'UTC'],
  ['GMT', 'GB', 'Europe/London'],
  ['UTC', 'GB', 'UTC'],
  ['CET', null, 'Europe/Brussels'],
  ['CEST', 'Germany', 'Europe/Berlin'],
  ['CET', 'Algeria', 'Africa/Algiers'],
  ['CET', 'Kosovo', 'Europe/Brussels'],
  ['JST', null, 'Asia/Tokyo'],
  ['AEST', null, 'Australia/Sydney'],
  ['NZDT', null, 'Pacific/Auckland'],
  ['HST', null, 'Pacific/Honolulu'],
  ['Asia/Kolkata', 'Ireland', 'Asia/Kolkata'],
  ['__proto__', null, null],
  ['constructor', 'US', null],
  ['', 'US', null],
])('%j of somebody in %j is the zone %j', (timeZone, country, zone) => {
  expect(readZone({ timeZone, country })).toBe(zone)
})

it('every abbreviation means zones that there are', () => {
  const meanings = [...abbreviations.values()]
  const meant = new Set(meanings.flatMap(({ in: places }) => Object.values(places)))
  for (const { usual } of meanings) if (usual !== null) meant.add(usual)
  expect(abbreviations.size).toBeGreaterThan(50)
  expect([...meant].filter((zone) => !isZone(zone))).toEqual([])
  for (const { own } of meanings)
    expect([...own].filter((code) => !isZone(zoneOfCountry(code) ?? ''))).toEqual([])
})
