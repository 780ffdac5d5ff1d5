import type { ColumnMapping } from './columns.ts'
import { contactReader, type ContactValues } from './contact-row.ts'
import type { ImportCounts } from './import.ts'
import type { TableRow } from './table.ts'

/** A row that was not taken, as it stood in the file, with the reason in words for people. */
export type RefusedRow = TableRow & { reason: string }

/** What came of some rows of a file: contacts, rows that are refused, and rows that repeat an earlier row's address. */
export type ReadRows = { contacts: ContactValues[]; refused: RefusedRow[]; repeated: RefusedRow[] }

/**
 * Makes what reads the rows of one file, some at a time. Of several rows with one address the first is taken; the
 * others count as repeated and have a reason as well, so that nobody has to wonder where they went.
 */
export function rowsReader(mapping: ColumnMapping): (rows: readonly TableRow[]) => ReadRows {
  const read = contactReader(mapping)
  const lineOf = new Map<string, number>()
  return (rows) => {
    const result: ReadRows = { contacts: [], refused: [], repeated: [] }
    for (const row of rows) {
      const reading = read(row)
      if (reading.kind === 'refused') {
        result.refused.push({ ...row, reason: reading.reason })
        continue
      }
      const email = reading.contact.standard.email
      const earlier = lineOf.get(email)
      if (earlier === undefined) {
        lineOf.set(email, row.line)
        result.contacts.push(reading.contact)
      } else {
        result.repeated.push({ ...row, reason: `Same address as line ${earlier}` })
      }
    }
    return result
  }
}

/** How many rows came to what. Every row is in exactly one of the three. */
export function countRows({ contacts, refused, repeated }: ReadRows): ImportCounts {
  return {
    rowsRead: contacts.length + refused.length + repeated.length,
    rowsAccepted: contacts.length,
    rowsRefused: refused.length,
    rowsRepeated: repeated.length,
  }
}
