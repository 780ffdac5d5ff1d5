import { isZone } from './local-time.ts'

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

/** The zone to write to somebody in: their own, else their country's, else the campaign's, which is always one. */
export function zoneOf({ timeZone, country }: Whereabouts, campaignZone: string): string {
  if (timeZone !== null && isZone(timeZone.trim())) return timeZone.trim()
  return (country === null ? null : zoneOfCountry(country)) ?? campaignZone
}

/** The zone of a country, given by its two-letter code or its name in one of several languages; null when unknown. */
export function zoneOfCountry(country: string): string | null {
  const code = countryCode(country)
  if (code === null) return null
  return mainZones[code] ?? zonesOf(code)[0] ?? null
}

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

let names: Map<string, string> | null = null

function namesByCountry(): Map<string, string> {
  if (names) return names
  names = new Map()
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('')
  const codes = letters.flatMap((a) => letters.map((b) => a + b)).filter((code) => zonesOf(code).length > 0)
  for (const language of languages) {
    const display = new Intl.DisplayNames([language], { type: 'region' })
    for (const code of codes) {
      const name = display.of(code)?.toLowerCase()
      if (name !== undefined && !names.has(name)) names.set(name, code)
    }
  }
  return names
}
