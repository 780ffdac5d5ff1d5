import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setImmediate } from 'node:timers/promises'
import { CsvError, parse } from 'csv-parse'
import type { TableRow } from '../domain/table.ts'
import type { TableOutcome, Tables } from '../ports/tables.ts'
import { sniffDelimiter } from './csv-delimiter.ts'
import { wrongKindOfFile } from './file-kind.ts'
import { decodeText } from './text-decoding.ts'

const maxColumns = 200
/** What one file may hold: memory is taken by cells, not by bytes. */
const maxRows = 200_000
const maxCells = 5_000_000
/** A row longer than this is a quotation mark that nobody closed. */
const maxRowCharacters = 200_000
/** How much is parsed before others get a turn: some 10 ms. */
const sliceCharacters = 256 * 1024

/** Tables read by csv-parse and written by us. */
export function csvTables(): Tables {
  return { read: readCsv, write: writeCsv }
}

async function readCsv(bytes: Uint8Array): Promise<TableOutcome> {
  const wrongKind = wrongKindOfFile(bytes)
  if (wrongKind !== null) return problem(wrongKind)
  const text = decodeText(bytes).replaceAll(/\r\n?/g, '\n')
  if (text.trim() === '') return problem('That file is empty.')
  if (text.includes('\0')) return problem('That is not a text file. Upload the contacts as a CSV file.')
  const rows: TableRow[] = []
  try {
    await parseInto(rows, text)
  } catch (error) {
    if (error instanceof TooMuch) return problem(tooMuchSentence)
    if (error instanceof CsvError) return problem(brokenSentence(rows.at(-1)))
    throw error
  }
  return asTable(rows)
}

class TooMuch extends Error {}

const tooMuchSentence =
  'That file has more than 200,000 rows or 5 million cells. Split it, and make a campaign of each part.'

function asTable([header, ...rows]: TableRow[]): TableOutcome {
  if (header === undefined) return problem('That file is empty.')
  if (header.cells.length > maxColumns)
    return problem(
      `That file has ${header.cells.length} columns; ${maxColumns} is the most. Leave out those you do not need.`,
    )
  if (rows.length === 0) return problem('That file has a header and no contacts under it.')
  return { kind: 'ok', header: header.cells, rows }
}

async function parseInto(rows: TableRow[], text: string): Promise<void> {
  // Excel's own way to name the separator: a first line such as `sep=;`.
  const named = /^\uFEFF?"?sep=(.)"?\n/i.exec(text)
  let cellCount = 0
  const parser = parse({
    delimiter: named?.[1] ?? sniffDelimiter(text),
    from_line: named === null ? 1 : 2,
    max_record_size: maxRowCharacters,
    // Rows are taken as they are parsed, not as they are streamed, so that after an error none is missing.
    on_record: (cells: string[], { lines }) => {
      cellCount += cells.length
      if (rows.length > maxRows || cellCount > maxCells) throw new TooMuch()
      if (cells.some((cell) => cell.trim() !== '')) rows.push({ line: lines - lineBreaks(cells), cells })
      return null
    },
    record_delimiter: '\n',
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  })
  await pipeline(Readable.from(slices(text)), parser.resume())
}

async function* slices(text: string): AsyncGenerator<string> {
  for (let start = 0; start < text.length; start += sliceCharacters) {
    yield text.slice(start, start + sliceCharacters)
    await setImmediate()
  }
}

/** csv-parse counts to where a row ends; people look for where it begins. */
function lineBreaks(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + (cell.includes('\n') ? cell.split('\n').length - 1 : 0), 0)
}

function brokenSentence(last: TableRow | undefined): string {
  const line = last === undefined ? 1 : last.line + lineBreaks(last.cells) + 1
  return `The row on line ${line} opens a quotation mark that is never closed. Mend that line and upload the file again.`
}

/** With the mark that tells Excel it is UTF-8, and the line ends of RFC 4180. */
function writeCsv(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(writeCell).join(',')}\r\n`).join('')}`
}

/** A cell that begins like a formula would be run by whoever opens the file, so it is made text; unseen signs may lead. */
function writeCell(cell: string): string {
  const text = /^(?:[\t\r\0]|[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠])/u.test(cell) ? `'${cell}` : cell
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function problem(sentence: string): TableOutcome {
  return { kind: 'problem', sentence }
}
