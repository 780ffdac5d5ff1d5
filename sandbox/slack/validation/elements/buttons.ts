import { object } from '../object.ts'
import { confirmable, element } from './element.ts'
import { arrayOf, oneOf, string, url } from '../values.ts'
import { overflowOption } from '../shapes/option.ts'
import { plainText } from '../shapes/text.ts'
import type { Rules } from '../object.ts'

const accessibility_label = string({ max: 75 })
const value = string({ max: 2000 })

const feedbackButton = object({ required: { text: plainText(75), value }, optional: { accessibility_label } })

export const button = element({
  required: { text: plainText(75) },
  optional: { ...confirmable, value, url: url(), style: oneOf('primary', 'danger'), accessibility_label },
})

/** Things to press. */
export const buttons: Rules = {
  button,
  overflow: element({ required: { options: arrayOf(overflowOption, { max: 5 }) }, optional: confirmable }),
}

/** The buttons that live only in a context_actions block. */
export const contextButtons: Rules = {
  feedback_buttons: element({
    required: { positive_button: feedbackButton, negative_button: feedbackButton },
  }),
  icon_button: element({
    required: { icon: string(), text: plainText(75) },
    optional: { ...confirmable, value, accessibility_label, visible_to_user_ids: arrayOf(string()) },
  }),
}
