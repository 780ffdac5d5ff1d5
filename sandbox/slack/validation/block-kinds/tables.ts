import { byType, object } from '../object.ts'
import { inside, isFields, problemAt } from '../rule.ts'
import { arrayOf, boolean, integer, number, oneOf, string } from '../values.ts'
import { richText } from '../shapes/rich-text.ts'
import { block } from './block.ts'
import type { Check, Fields, Rule } from '../rule.ts'
import type { Rules } from '../object.ts'

const cell = byType({
  raw_text: object({ required: { type: string(), text: string() } }),
  raw_number: object({ required: { type: string(), value: number, text: string() } }),
  rich_text: richText,
})

const row = arrayOf(cell, { max: 20 })

const columnSetting = object({ optional: { align: oneOf('left', 'center', 'right'), is_wrapped: boolean } })

/** Slack reads `null` as "this column as usual", so that a later column can be set. */
const columnSettingOrNull: Rule = (value, place) => (value === null ? [] : columnSetting(value, place))

const rowsOf = (table: Fields): unknown[][] =>
  Array.isArray(table['rows']) ? (table['rows'] as unknown[]).filter((each) => Array.isArray(each)) : []

const equalRows: Check = (table, place) => {
  const [header, ...rest] = rowsOf(table)
  return rest.some((each) => each.length !== header?.length)
    ? problemAt(inside(place, 'rows'), 'all rows must have the same number of cells')
    : []
}

const plainHeader: Check = (table, place) =>
  (rowsOf(table)[0] ?? []).some((each) => isFields(each) && each['type'] === 'rich_text')
    ? problemAt(inside(inside(place, 'rows'), 0), 'header cells must not be rich_text')
    : []

const rowHeaderExists: Check = (table, place) =>
  Number(table['row_header_column_index'] ?? 0) > Math.max(0, (rowsOf(table)[0]?.length ?? 1) - 1)
    ? problemAt(inside(place, 'row_header_column_index'), 'must be an existing column')
    : []

/** The two blocks made of rows and cells. */
export const tableBlocks: Rules = {
  table: block({
    required: { rows: arrayOf(row, { max: 100 }) },
    optional: { column_settings: arrayOf(columnSettingOrNull, { max: 20 }) },
  }),
  data_table: block({
    required: { rows: arrayOf(row, { min: 2, max: 101 }), caption: string() },
    optional: { page_size: integer({ min: 1, max: 100 }), row_header_column_index: integer({ min: 0 }) },
    checks: [equalRows, plainHeader, rowHeaderExists],
  }),
}
