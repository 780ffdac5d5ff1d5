import type { ColumnMapping } from './columns.ts'
import { readAddress } from './email-address.ts'
import { consentFields, type StandardField, standardFields } from './merge-fields.ts'
import type { TableRow } from './table.ts'
import { beginning, visibleText } from './visible-text.ts'
import { readZone } from './zone-of.ts'

/** A contact's values by standard merge field; null where the row has none. */
export type StandardValues = Record<StandardField, string | null> & { email: string }

/** What one row of a file says about one contact. `consent.date` is an ISO 8601 time, null where none could be read. */
export type ContactValues = {
  standard: StandardValues
  attributes: Record<string, string>
  consent: { source: string; date: string | null } | null
}

/** A contact, or why the row was not taken. */
export type RowReading = { kind: 'contact'; contact: ContactValues } | { kind: 'refused'; reason: string }

/** The most characters of a value that are kept: of a standard merge field, and of any other. */
export const maxTextLength = 300
export const maxAttributeLength = 10_000

// What people write in a consent column to say that there is none.
const noConsent = new Set(
  '- 0 n no none false nein non não nao nee nej nie opt-out opted_out unsubscribed n/a'.split(' '),
)

/**
 * Makes what reads the rows of one file, by the mapping of its columns. Only the address can refuse a row, or a number
 * of cells that shows the columns have shifted; what an optional column holds is tidied, or left out, and never costs
 * a contact.
 */
export function contactReader(mapping: ColumnMapping): (row: TableRow) => RowReading {
  const emailColumn = mapping.indexOf('email')
  return ({ cells }) => {
    const used = cells.findLastIndex((cell) => cell.trim() !== '') + 1
    if (cells.length < mapping.length || used > mapping.length)
      return {
        kind: 'refused',
        reason: `This row has ${count(cells.length)}, the header has ${mapping.length}`,
      }
    const address = readAddress(cells[emailColumn] ?? '')
    if (address.kind === 'problem') return { kind: 'refused', reason: address.reason }
    const values = new Map(mapping.map((field, column) => [field, cellText(cells[column] ?? '')]))
    const standard = standardValues(values, address.address)
    standard.time_zone = readZone({ timeZone: standard.time_zone, country: standard.country })
    return {
      kind: 'contact',
      contact: { standard, attributes: attributesOf(values), consent: consentOf(values) },
    }
  }
}

function count(cells: number): string {
  return cells === 1 ? '1 cell' : `${cells} cells`
}

type Values = ReadonlyMap<string | null, string>

function standardValues(values: Values, email: string): StandardValues {
  const value = (field: StandardField) => oneLine(values.get(field) ?? '') || null
  return {
    email,
    first_name: value('first_name'),
    last_name: value('last_name'),
    company: value('company'),
    job_title: value('job_title'),
    country: value('country'),
    time_zone: value('time_zone'),
    phone: value('phone'),
  }
}

const notAttributes = new Set<string | null>([...standardFields, ...consentFields, null])

function attributesOf(values: Values): Record<string, string> {
  const attributes: Record<string, string> = {}
  for (const [field, text] of values) {
    if (field !== null && text !== '' && !notAttributes.has(field))
      attributes[field] = beginning(text, maxAttributeLength)
  }
  return attributes
}

function consentOf(values: Values): ContactValues['consent'] {
  const source = oneLine(values.get('consent_source') ?? '')
  if (source === '' || noConsent.has(source.toLowerCase())) return null
  const written = oneLine(values.get('consent_date') ?? '')
  const date = consentDate(written)
  // A date that cannot be read is evidence all the same.
  return { source: date === null && written !== '' ? `${source} (${written})` : source, date }
}

/** Day-first and month-first dates cannot be told apart with slashes, so only those that are certain are read. */
function consentDate(text: string): string | null {
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text)
  const iso =
    dotted === null ? text.replaceAll('/', '-') : [dotted[3], two(dotted[2]), two(dotted[1])].join('-')
  if (!/^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/.test(iso))
    return null
  const withZone = iso.length > 10 && !/(?:Z|[+-]\d{2}:\d{2})$/.test(iso) ? `${iso}Z` : iso
  const date = new Date(withZone.replace(' ', 'T'))
  const real =
    !Number.isNaN(date.getTime()) &&
    new Date(`${iso.slice(0, 10)}T00:00Z`).getUTCDate() === Number(iso.slice(8, 10))
  return real ? date.toISOString() : null
}

function two(digits: string | undefined): string {
  return (digits ?? '').padStart(2, '0')
}

// Most cells need no mending, and a file has a million.
const control = /[^\P{Cc}\n]/u
const beyondLatin1 = /[^\0-\u00ff]/

// The signs at which sheets begin to calculate, in both widths, as our own files guard them.
const guard = /^'(?=\s*[=+\-@＝＋－＠])/

/** Without what nobody typed: signs nobody sees, space around, and the quote that keeps a sheet from calculating. */
function cellText(cell: string): string {
  const typed = visibleText(control.test(cell) ? cell.replaceAll(/[^\P{Cc}\n]/gu, ' ') : cell)
  const text = typed.trim().replace(guard, '').trimStart()
  return beyondLatin1.test(text) ? text.normalize('NFC') : text
}

function oneLine(text: string): string {
  return beginning(text.replace(/\s+/g, ' '), maxTextLength)
}
