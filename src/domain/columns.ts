import { ambiguousName, columnNames, type RecognisedField, refusalColumns } from './column-names.ts'
import { readAddress } from './email-address.ts'
import { consentFields, mergeFieldName, standardFields } from './merge-fields.ts'
import type { TableRow } from './table.ts'

/** The merge field of each column by position; null where a column is ignored. */
export type ColumnMapping = (string | null)[]

/** What a file's columns were taken for, or why none of them can be the email address. */
export type ColumnGuess =
  { kind: 'guessed'; mapping: ColumnMapping } | { kind: 'no-email' } | { kind: 'no-header' }

const recognisedFields: readonly RecognisedField[] = [...standardFields, ...consentFields]
// Enough to tell by; a file has up to a hundred thousand.
const sampleSize = 200

const ignoredNames = new Set(Object.values(refusalColumns).map(mergeFieldName))

/**
 * Guesses what each column holds, from its header and from the values of the first rows. The values decide where
 * headers do not: a column of addresses is the email column whatever it is called.
 */
export function guessColumns(header: readonly string[], rows: readonly TableRow[]): ColumnGuess {
  if (header.some((cell) => isAddress(cell))) return { kind: 'no-header' }
  const samples = rows.slice(0, sampleSize)
  const names = header.map(mergeFieldName)
  const taken = new Map<number, string>()
  const email = emailColumn(names, samples)
  if (email === null) return { kind: 'no-email' }
  taken.set(email, 'email')
  for (const field of recognisedFields) {
    if (field === 'email') continue
    const column = bestColumn(names, columnNames[field], taken)
    if (column !== null) taken.set(column, field)
  }
  takeAmbiguousName(names, taken)
  return { kind: 'guessed', mapping: nameOthers(names, { taken, samples }) }
}

function emailColumn(names: readonly (string | null)[], samples: readonly TableRow[]): number | null {
  const shares = names.map((_, column) => addressShare(samples, column))
  const named = columnNames.email.map((name) => names.indexOf(name)).filter((column) => column >= 0)
  const filled = named.find((column) => (shares[column] ?? 0) > 0)
  if (filled !== undefined) return filled
  const best = shares.indexOf(Math.max(0, ...shares))
  return (shares[best] ?? 0) >= 0.5 ? best : (named[0] ?? null)
}

function addressShare(samples: readonly TableRow[], column: number): number {
  const values = samples.map((row) => row.cells[column]?.trim() ?? '').filter((value) => value !== '')
  return values.length === 0 ? 0 : values.filter(isAddress).length / values.length
}

function isAddress(text: string): boolean {
  return text.includes('@') && readAddress(text).kind === 'address'
}

function bestColumn(
  names: readonly (string | null)[],
  wanted: readonly string[],
  taken: ReadonlyMap<number, string>,
): number | null {
  for (const name of wanted) {
    const column = names.findIndex((other, index) => other === name && !taken.has(index))
    if (column >= 0) return column
  }
  return null
}

function takeAmbiguousName(names: readonly (string | null)[], taken: Map<number, string>): void {
  const fields = new Set(taken.values())
  if (!fields.has('first_name') || fields.has('last_name')) return
  const column = bestColumn(names, ambiguousName, taken)
  if (column !== null) taken.set(column, 'last_name')
}

function nameOthers(
  names: readonly (string | null)[],
  known: { taken: ReadonlyMap<number, string>; samples: readonly TableRow[] },
): ColumnMapping {
  const used = new Set<string>([...recognisedFields, ...known.taken.values()])
  return names.map((name, column) => {
    const field = known.taken.get(column)
    if (field !== undefined) return field
    if (ignoredNames.has(name)) return null
    if (name === null && known.samples.every((row) => (row.cells[column] ?? '').trim() === '')) return null
    return unused(name ?? `column_${column + 1}`, used)
  })
}

function unused(name: string, used: Set<string>): string {
  let candidate = name
  for (let number = 2; used.has(candidate); number += 1) candidate = `${name}_${number}`
  used.add(candidate)
  return candidate
}
