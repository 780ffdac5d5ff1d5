import type { ColumnMapping } from '../domain/columns.ts'

/** Reads the columns of an import out of the database. Throws on anything that is not a list. */
export function readMapping(stored: unknown): ColumnMapping {
  if (!Array.isArray(stored)) throw new Error('The stored mapping is not one')
  return stored.map((name) => (typeof name === 'string' ? name : null))
}
