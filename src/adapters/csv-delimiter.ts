import { parse } from 'csv-parse/sync'

const candidates = [',', ';', '\t', '|'] as const
const sampleRows = 20
// So much that twenty rows fit: a sample that ends inside quotation marks cannot be read.
const sampleCharacters = 512 * 1024

/**
 * The separator under which the first rows come out most even, and widest where several do. Text must have `\n` line
 * ends. A file of one column has none; a comma is then as good as any.
 */
export function sniffDelimiter(text: string): string {
  const sample = text.slice(0, sampleCharacters)
  const scored = candidates.map((delimiter) => evenness(sample, delimiter))
  const best = scored.toSorted((a, b) => b.even - a.even || b.width - a.width)[0]
  return best === undefined || best.even === 0 ? ',' : best.delimiter
}

type Evenness = { delimiter: string; even: number; width: number }

function evenness(sample: string, delimiter: string): Evenness {
  const nothing = { delimiter, even: 0, width: 0 }
  try {
    const options = { delimiter, to: sampleRows, relax_quotes: true, relax_column_count: true }
    const rows = parse(sample, { ...options, record_delimiter: '\n', skip_empty_lines: true })
    const width = rows[0]?.length ?? 0
    const alike = rows.filter((row) => row.length === width).length
    return width > 1 ? { delimiter, even: alike / rows.length, width } : nothing
  } catch {
    return nothing
  }
}
