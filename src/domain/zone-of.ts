import { isZone } from './local-time.ts'
import { abbreviations } from './zone-abbreviations.ts'

/** What is known of where somebody is, best first. */
export type Whereabouts = { timeZone: string | null; country: string | null }

// Where a country has several zones, the one in which most of its people live.
const mainZones: Record<string, string> = {
  AR: 'America/Argentina/Buenos_Aires',
  AU: 'Australia/Sydney',
  BR: 'America/Sao_Paulo',
  CA: 'America/Toronto',
  CD: 'Africa/Kinshasa',
  CL: 'America/Santiago',
  CN: 'Asia/Shanghai',
  CY: 'Asia/Nicosia',
  DE: 'Europe/Berlin',
  EC: 'America/Guayaquil',
  ES: 'Europe/Madrid',
  GL: 'America/Nuuk',
  ID: 'Asia/Jakarta',
  KZ: 'Asia/Almaty',
  MN: 'Asia/Ulaanbaatar',
  MX: 'America/Mexico_City',
  MY: 'Asia/Kuala_Lumpur',
  NZ: 'Pacific/Auckland',
  PF: 'Pacific/Tahiti',
  PG: 'Pacific/Port_Moresby',
  PS: 'Asia/Gaza',
  PT: 'Europe/Lisbon',
  RU: 'Europe/Moscow',
  UA: 'Europe/Kyiv',
  US: 'America/New_York',
  UZ: 'Asia/Tashkent',
  VN: 'Asia/Ho_Chi_Minh',
}

// Names that lists use and the standard's tables do not.
const otherNames = new Map([
  ['uk', 'GB'],
  ['great britain', 'GB'],
  ['england', 'GB'],
  ['scotland', 'GB'],
  ['wales', 'GB'],
  ['usa', 'US'],
  ['u.s.a.', 'US'],
  ['u.s.', 'US'],
  ['united states of america', 'US'],
  ['holland', 'NL'],
  ['czech republic', 'CZ'],
  ['south korea', 'KR'],
  ['korea', 'KR'],
  ['uae', 'AE'],
  ['russia', 'RU'],
  ['turkey', 'TR'],
])

const languages = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'pl', 'sv', 'da', 'fi', 'nb', 'cs'] as const

/** The zone to write to somebody in: their own, else their country's, else the campaign's. Always one. */
export function zoneOf(whereabouts: Whereabouts, campaignZone: string): string {
  const { country } = whereabouts
  return (
    readZone(whereabouts) ?? (country === null ? null : zoneOfCountry(country)) ?? usableZone(campaignZone)
  )
}

/**
 * The zone that somebody's time zone names: as it is, or what an abbreviation such as `PST` means in their country. Null
 * when it names none, or one of several.
 */
export function readZone({ timeZone, country }: Whereabouts): string | null {
  const name = timeZone?.trim() ?? ''
  const abbreviation = abbreviations.get(name.toUpperCase())
  if (!abbreviation) return isZone(name) ? name : null
  const code = country === null ? null : countryCode(country)
  if (code === null) return abbreviation.usual
  if (abbreviation.own.has(code)) return zoneOfCode(code)
  return abbreviation.in[code] ?? abbreviation.usual
}

/**
 * The first of some stored zones that can be calculated with, UTC when none can: what was stored once must never keep a
 * mail from being sent, whatever those who know zones think of its name by now.
 */
export function usableZone(...stored: readonly string[]): string {
  const found = stored.map((zone) => (isZone(zone) ? zone : readZone({ timeZone: zone, country: null })))
  return found.find((zone) => zone !== null) ?? 'UTC'
}

/** The zone of a country, given by its two-letter code or its name in one of several languages; null when unknown. */
export function zoneOfCountry(country: string): string | null {
  const code = countryCode(country)
  return code === null ? null : zoneOfCode(code)
}

const zoneOfCode = (code: string): string | null => mainZones[code] ?? zonesOf(code)[0] ?? null

function countryCode(country: string): string | null {
  const word = country.trim().toLowerCase()
  if (/^[a-z]{2}$/.test(word) && word !== 'uk') return word.toUpperCase()
  return otherNames.get(word) ?? namesByCountry().get(word) ?? null
}

// Part of the Intl standard since 2025; TypeScript's library does not know it yet.
function zonesOf(code: string): readonly string[] {
  const locale: Intl.Locale & { getTimeZones?: () => readonly string[] | undefined } = new Intl.Locale(
    `und-${code}`,
  )
  return locale.getTimeZones?.() ?? []
}

// Codes of countries that are gone stand for those that came after them: DD has the name and the zone of DE.
const isCountry = (code: string): boolean =>
  zonesOf(code).length > 0 && new Intl.Locale(`und-${code}`).region === code

let names: Map<string, string> | null = null

function namesByCountry(): Map<string, string> {
  if (names) return names
  names = new Map()
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('')
  const codes = letters.flatMap((a) => letters.map((b) => a + b)).filter(isCountry)
  for (const language of languages) {
    const display = new Intl.DisplayNames([language], { type: 'region' })
    for (const code of codes) {
      const name = display.of(code)?.toLowerCase()
      if (name !== undefined && !names.has(name)) names.set(name, code)
    }
  }
  return names
}
