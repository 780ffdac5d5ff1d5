import type {
  Checkboxes,
  Datepicker,
  ExternalSelect,
  InputBlock,
  NumberInput,
  PlainTextOption,
  PlainTextInput,
  RadioButtons,
  StaticSelect,
  Timepicker,
} from '@slack/types'
import { inputAction } from '../ids.ts'
import { pt } from './blocks.ts'
import { cut } from './text.ts'

/** What stands around a field. `dispatch` is the action that a change of it brings at once. */
type Around = { hint?: string; optional?: boolean; dispatch?: string }

/** A field with its label. */
export function input(
  [blockId, label]: readonly [blockId: string, label: string],
  element: InputBlock['element'],
  { hint, optional = false, dispatch }: Around = {},
): InputBlock {
  return {
    type: 'input',
    block_id: blockId,
    label: pt(label),
    ...(hint !== undefined && { hint: pt(hint) }),
    ...(optional && { optional: true }),
    ...(dispatch !== undefined && { dispatch_action: true }),
    element: { action_id: dispatch ?? inputAction, ...element },
  }
}

/** One of a few choices, as its value and its words. */
export type Choice = readonly [value: string, words: string]

/** One option of a menu. */
export const option = ([value, words]: Choice): PlainTextOption => ({ text: pt(cut(words, 75)), value })

/** A menu. */
export function menu(choices: readonly Choice[], chosen: string | null): StaticSelect {
  const initial = choices.find(([value]) => value === chosen)
  return {
    type: 'static_select',
    options: choices.map(option),
    ...(initial && { initial_option: option(initial) }),
  }
}

/** A menu that asks us for its options while somebody types. */
export function searchMenu(actionId: string, chosen: Choice | null): ExternalSelect {
  return {
    type: 'external_select',
    action_id: actionId,
    min_query_length: 0,
    ...(chosen && { initial_option: option(chosen) }),
  }
}

/** Boxes to tick. */
export function boxes(choices: readonly Choice[], ticked: readonly string[]): Checkboxes {
  const initial = choices.filter(([value]) => ticked.includes(value)).map(option)
  return {
    type: 'checkboxes',
    options: choices.map(option),
    ...(initial.length > 0 && { initial_options: initial }),
  }
}

/** One of a few choices, all of them visible. */
export function radios(choices: readonly Choice[], chosen: string): RadioButtons {
  const initial = choices.find(([value]) => value === chosen)
  return {
    type: 'radio_buttons',
    options: choices.map(option),
    ...(initial && { initial_option: option(initial) }),
  }
}

/** A whole number; what is wrong with it is said by the rules of the plan, not by Slack. */
export const numberField = (typed: string | null): NumberInput => ({
  type: 'number_input',
  is_decimal_allowed: false,
  ...(typed !== null && typed !== '' && { initial_value: typed }),
})

/** A line of text, or several. */
export const textField = (
  typed: string | null,
  { max, multiline = false }: { max: number; multiline?: boolean },
): PlainTextInput => ({
  type: 'plain_text_input',
  max_length: max,
  ...(multiline && { multiline: true }),
  ...(typed !== null && typed !== '' && { initial_value: cut(typed, max) }),
})

/** A time of day. */
export const timeField = (time: string | null): Timepicker => ({
  type: 'timepicker',
  ...(time !== null && { initial_time: time }),
})

/** A day. */
export const dateField = (date: string | null): Datepicker => ({
  type: 'datepicker',
  ...(date !== null && { initial_date: date }),
})
