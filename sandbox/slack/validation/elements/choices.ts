import { confirmable, element, focusable } from './element.ts'
import { arrayOf } from '../values.ts'
import { choiceOption, initialAmongOptions } from '../shapes/option.ts'
import type { Rules } from '../object.ts'

const options = arrayOf(choiceOption, { max: 10 })

/** Choices that are all visible at once. */
export const choices: Rules = {
  checkboxes: element({
    required: { options },
    optional: { ...confirmable, ...focusable, initial_options: options },
    checks: [initialAmongOptions],
  }),
  radio_buttons: element({
    required: { options },
    optional: { ...confirmable, ...focusable, initial_option: choiceOption },
    checks: [initialAmongOptions],
  }),
}
