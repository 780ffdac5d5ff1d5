import { object } from '../object.ts'
import { string } from '../values.ts'
import type { Rule } from '../rule.ts'
import type { Shape } from '../object.ts'

/** A block: its own fields plus `type` and `block_id`, which all of them have. */
export const block = ({ required = {}, optional = {}, checks = [] }: Shape): Rule =>
  object({
    required: { type: string(), ...required },
    optional: { block_id: string({ max: 255 }), ...optional },
    checks,
  })
