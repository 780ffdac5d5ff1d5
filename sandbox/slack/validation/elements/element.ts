import { object } from '../object.ts'
import { arrayOf, boolean, oneOf, string } from '../values.ts'
import { confirmDialog } from '../shapes/confirm.ts'
import { plainText } from '../shapes/text.ts'
import type { Rule } from '../rule.ts'
import type { Rules, Shape } from '../object.ts'

/** An interactive element: its own fields plus `type` and `action_id`, which all of them have. */
export const element = ({ required = {}, optional = {}, checks = [] }: Shape): Rule =>
  object({
    required: { type: string(), ...required },
    optional: { action_id: string({ max: 255 }), ...optional },
    checks,
  })

export const confirmable: Rules = { confirm: confirmDialog }
export const focusable: Rules = { focus_on_load: boolean }
export const placeholder: Rules = { placeholder: plainText(150) }

/** Inputs that may report while somebody types. */
export const dispatchable: Rules = {
  dispatch_action_config: object({
    optional: { trigger_actions_on: arrayOf(oneOf('on_enter_pressed', 'on_character_entered'), { max: 2 }) },
  }),
}
