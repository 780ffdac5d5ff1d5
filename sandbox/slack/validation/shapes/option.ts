import { isDeepStrictEqual } from 'node:util'
import { object } from '../object.ts'
import { inside, isFields, must, problemAt } from '../rule.ts'
import { arrayOf, string, url } from '../values.ts'
import { anyText, plainText } from './text.ts'
import type { Check, Fields, Rule } from '../rule.ts'

/** 75 is the lower of the two figures Slack's own pages give. */
const value = string({ max: 75 })

/** An option of a select menu. */
export const selectOption = object({
  required: { text: plainText(75), value },
  optional: { description: plainText(75) },
})

/** An option of an overflow menu, the only kind that may open a URL. */
export const overflowOption = object({
  required: { text: plainText(75), value },
  optional: { description: plainText(75), url: url() },
})

/** An option of checkboxes or radio buttons, the only kind that may use mrkdwn. */
export const choiceOption = object({
  required: { text: anyText(75), value },
  optional: { description: anyText(75) },
})

export const selectOptions: Rule = arrayOf(selectOption, { max: 100 })

export const optionGroups: Rule = arrayOf(
  object({ required: { label: plainText(75), options: selectOptions } }),
  { max: 100 },
)

/** A static menu takes options or groups of options: one of them, never both. */
export const optionsOrGroups: Check = must(
  (element) => (element['options'] === undefined) !== (element['option_groups'] === undefined),
  'must provide either options or option_groups',
)

/** What is chosen at the start has to be, field for field, one of the options on offer. */
export const initialAmongOptions: Check = (element, place) =>
  ['initial_option', 'initial_options'].flatMap((field) => {
    const chosen = element[field] === undefined ? [] : [element[field]].flat()
    const strangers = chosen.filter((each) => !offered(element).some((one) => isDeepStrictEqual(one, each)))
    return strangers.length > 0
      ? problemAt(inside(place, field), 'must match one of the provided options')
      : []
  })

const offered = (element: Fields): unknown[] => [
  ...listOf(element['options']),
  ...listOf(element['option_groups']).flatMap((group) => (isFields(group) ? listOf(group['options']) : [])),
]

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : [])
