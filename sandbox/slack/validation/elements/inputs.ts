import { dispatchable, element, focusable, placeholder } from './element.ts'
import { arrayOf, boolean, integer, matching, string } from '../values.ts'
import { inside, must } from '../rule.ts'
import { richText } from '../shapes/rich-text.ts'
import type { Check } from '../rule.ts'
import type { Rules } from '../object.ts'

const typed: Rules = { ...dispatchable, ...focusable, ...placeholder }
const decimal = matching(/^-?\d+(\.\d+)?$/, 'a number in a string')
const lines = integer({ min: 1, max: 100 })

/** The lower bound may not pass the upper one; bounds that are absent or malformed are not compared. */
const ordered = (low: string, high: string): Check =>
  must((value) => !(Number(value[low]) > Number(value[high])), `cannot be greater than ${high}`, low)

const initialFits: Check = (value, place) => {
  const max = typeof value['max_length'] === 'number' ? value['max_length'] : 3000
  const initial = value['initial_value']
  return initial === undefined ? [] : string({ min: 0, max })(initial, inside(place, 'initial_value'))
}

/** Inputs people type into, allowed only inside an input block. */
export const typedInputs: Rules = {
  plain_text_input: element({
    optional: {
      ...typed,
      initial_value: () => [],
      multiline: boolean,
      min_length: integer({ min: 0, max: 3000 }),
      max_length: integer({ min: 1, max: 3000 }),
    },
    checks: [ordered('min_length', 'max_length'), initialFits],
  }),
  email_text_input: element({ optional: { ...typed, initial_value: string({ min: 0 }) } }),
  url_text_input: element({ optional: { ...typed, initial_value: string({ min: 0 }) } }),
  number_input: element({
    required: { is_decimal_allowed: boolean },
    optional: { ...typed, initial_value: decimal, min_value: decimal, max_value: decimal },
    checks: [
      ordered('min_value', 'max_value'),
      ordered('min_value', 'initial_value'),
      ordered('initial_value', 'max_value'),
    ],
  }),
  file_input: element({
    optional: { filetypes: arrayOf(string()), max_files: integer({ min: 1, max: 10 }) },
  }),
}

export const richTextInput: Rules = {
  rich_text_input: element({
    optional: { ...typed, initial_value: richText, min_lines: lines, max_lines: lines },
    checks: [ordered('min_lines', 'max_lines')],
  }),
}
