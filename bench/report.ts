/** One figure. `ratio` is value ÷ baseline; `target` is what the ratio, or the value where there is no baseline, must reach. */
export type Row = {
  name: string
  value: number
  unit: string
  baseline: number | null
  ratio: number | null
  target: number | null
  /** Null where nothing is asked of the figure. */
  ok: boolean | null
}

/** What a figure has to be, seen from its target. */
export type Aim = 'at-least' | 'at-most'

/** A figure that stands beside another of the same run: what counts is how many times as large it is. */
export function compared(
  name: string,
  { value, baseline, unit, target }: { value: number; baseline: number; unit: string; target: number },
): Row {
  const ratio = value / baseline
  return { name, value, unit, baseline, ratio, target, ok: ratio >= target }
}

/** A figure that is held against a number. */
export function measured(
  name: string,
  { value, unit, target, aim }: { value: number; unit: string; target: number; aim: Aim },
): Row {
  const ok = aim === 'at-least' ? value >= target : value <= target
  return { name, value, unit, baseline: null, ratio: null, target, ok }
}

/** A figure that is only told. */
export function told(name: string, value: number, unit: string): Row {
  return { name, value, unit, baseline: null, ratio: null, target: null, ok: null }
}

/** Prints figures: one JSON object a line for programs, or a table for people. */
export function printRows(rows: readonly Row[], format: 'json' | 'table'): void {
  for (const line of format === 'json' ? rows.map((row) => JSON.stringify(row)) : table(rows)) {
    console.log(line)
  }
}

/** Whether nothing that was asked for was missed. */
export function allOk(rows: readonly Row[]): boolean {
  return rows.every((row) => row.ok !== false)
}

const heads = ['', 'value', 'unit', 'baseline', 'ratio', 'target', 'ok']

function table(rows: readonly Row[]): string[] {
  const cells = [heads, ...rows.map(cellsOf)]
  const widths = heads.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  return cells.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0
        return column === 0 || column === 2 ? cell.padEnd(width) : cell.padStart(width)
      })
      .join('  ')
      .trimEnd(),
  )
}

function cellsOf({ name, value, unit, baseline, ratio, target, ok }: Row): string[] {
  return [name, shown(value), unit, shown(baseline), shown(ratio), shown(target), verdict(ok)]
}

function shown(value: number | null): string {
  if (value === null) return ''
  return value.toLocaleString('en', { maximumFractionDigits: Math.abs(value) < 100 ? 2 : 0 })
}

function verdict(ok: boolean | null): string {
  if (ok === null) return ''
  return ok ? 'yes' : 'NO'
}

/** The middle of some values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  if (low === undefined || high === undefined) throw new Error('There is no middle of nothing')
  return (low + high) / 2
}
