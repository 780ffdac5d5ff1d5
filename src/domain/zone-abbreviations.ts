/** What an abbreviation of a time zone means: usually, and to people of certain countries. */
export type Abbreviation = {
  /** Null where several zones are called so and none of them is meant far more often. */
  usual: string | null
  /** Zones by the two-letter code of the country. */
  in: Readonly<Record<string, string>>
  /** Where it means the zone of the country itself, by two-letter codes. */
  own: ReadonlySet<string>
}

type Row = [names: string, usual: string | null, own?: string, places?: Readonly<Record<string, string>>]

// Standard and summer time are one zone: a list says which of them held on the day it was written. Some of these names are
// zones of their own in the IANA database, without summer time; nobody in New York who writes EST means that.
const rows: readonly Row[] = [
  ['UTC UCT', 'UTC'],
  ['GMT', 'UTC', 'GB IE IS PT GH'],
  ['PST PDT PT', 'America/Los_Angeles', 'PH', { CA: 'America/Vancouver', MX: 'America/Tijuana' }],
  ['MST MDT MT', 'America/Denver', '', { CA: 'America/Edmonton', MX: 'America/Mazatlan' }],
  ['CST', null, 'MX CN TW CU BZ CR GT HN NI SV', { US: 'America/Chicago', CA: 'America/Winnipeg' }],
  ['CDT CT', 'America/Chicago', 'MX CU', { CA: 'America/Winnipeg' }],
  ['EST EDT ET', 'America/New_York', 'CA AU BS HT JM KY PA'],
  ['AST', null, 'BM PR BB DO TT SA IQ KW BH QA', { CA: 'America/Halifax', US: 'America/Puerto_Rico' }],
  ['ADT', 'America/Halifax', 'BM'],
  ['NST', null, '', { CA: 'America/St_Johns' }],
  ['NDT', 'America/St_Johns'],
  ['AKST AKDT', 'America/Anchorage'],
  ['HST HDT', 'Pacific/Honolulu'],
  ['SST', null, 'AS SG'],
  ['BRT', 'America/Sao_Paulo'],
  ['ART', null, 'AR EG'],
  ['CLT CLST', 'America/Santiago'],
  ['COT', 'America/Bogota'],
  ['PET', 'America/Lima'],
  ['WET WEST', 'Europe/Lisbon', '', { ES: 'Atlantic/Canary' }],
  [
    'CET CEST MEZ MESZ',
    'Europe/Brussels',
    'AD AL AT BA BE CH CZ DE DK DZ ES FR HR HU IT LI LU MC ME MK MT NL NO PL RS SE SI SK SM TN VA',
  ],
  ['EET EEST', 'Europe/Athens', 'BG CY EE EG FI GR LB LT LV LY MD RO UA'],
  ['BST', null, 'GB BD'],
  ['IST', null, 'IE', { IN: 'Asia/Kolkata', IL: 'Asia/Jerusalem' }],
  ['IDT', 'Asia/Jerusalem'],
  ['MSK', 'Europe/Moscow'],
  ['TRT', 'Europe/Istanbul'],
  ['SAST', 'Africa/Johannesburg'],
  ['WAT', 'Africa/Lagos'],
  ['CAT', 'Africa/Maputo'],
  ['EAT', 'Africa/Nairobi'],
  ['GST', 'Asia/Dubai'],
  ['PKT', 'Asia/Karachi'],
  ['NPT', 'Asia/Kathmandu'],
  ['ICT', 'Asia/Bangkok'],
  ['WIB', 'Asia/Jakarta'],
  ['SGT', 'Asia/Singapore'],
  ['MYT', 'Asia/Kuala_Lumpur'],
  ['PHT', 'Asia/Manila'],
  ['HKT', 'Asia/Hong_Kong'],
  ['KST', 'Asia/Seoul'],
  ['JST', 'Asia/Tokyo'],
  ['AWST', 'Australia/Perth'],
  ['ACST ACDT', 'Australia/Adelaide'],
  ['AEST AEDT', 'Australia/Sydney'],
  ['NZST NZDT', 'Pacific/Auckland'],
]

const wordsOf = (list: string): string[] => list.split(' ').filter((word) => word !== '')

/** Abbreviations that lists of contacts use, in capitals. */
export const abbreviations: ReadonlyMap<string, Abbreviation> = new Map(
  rows.flatMap(([names, usual, own = '', places = {}]) => {
    const meaning = { usual, in: places, own: new Set(wordsOf(own)) }
    return wordsOf(names).map((name) => [name, meaning] as const)
  }),
)
