import type { TableRow } from '../domain/table.ts'

/** What an uploaded file holds, or why it cannot be used: a sentence that says what to do. */
export type TableOutcome =
  { kind: 'ok'; header: string[]; rows: TableRow[] } | { kind: 'problem'; sentence: string }

/** Reads and writes files of rows and columns. */
export type Tables = {
  /**
   * Reads text with separated columns in whatever encoding and with whatever separator it comes. Rows with nothing in
   * them are left out; rows of the wrong length are given as they are. There is at least one row, and no NUL in any.
   */
  read: (bytes: Uint8Array) => Promise<TableOutcome>
  /** Comma-separated text that spreadsheets open as text: no cell of it is calculated. */
  write: (rows: readonly (readonly string[])[]) => string
}
