import { elementsOf } from '../blocks.ts'
import type { ElementRef } from '../blocks.ts'
import { fieldValue } from '../form.ts'
import type { Form } from '../form.ts'
import type { JsonObject } from '../json.ts'
import type { FieldError } from '../snapshot-types.ts'

/** What Slack's client refuses to submit, before the app hears of it. */
export function fieldProblems(blocks: readonly JsonObject[], form: Form): FieldError[] {
  return elementsOf(blocks)
    .filter((ref) => ref.isInput)
    .flatMap((ref) => {
      const message = problemWith(ref, fieldValue(form, ref))
      return message === null ? [] : [{ blockId: ref.blockId, label: ref.labels[0] ?? '', message }]
    })
}

function problemWith(ref: ElementRef, value: unknown): string | null {
  if (isEmpty(value)) return ref.block['optional'] === true ? null : 'Please complete this required field.'
  const check = typeof value === 'string' ? checks[ref.type] : undefined
  return check && typeof value === 'string' ? check(ref.element, value) : null
}

const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0)

type Check = (element: JsonObject, value: string) => string | null

const checks: { [type: string]: Check } = {
  plain_text_input({ min_length: least, max_length: most }, value) {
    if (typeof least === 'number' && value.length < least) {
      return `This field must be at least ${least} characters.`
    }
    return typeof most === 'number' && value.length > most
      ? `This field must be at most ${most} characters.`
      : null
  },
  email_text_input: (_element, value) =>
    /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? null : 'Please enter a valid email address.',
  url_text_input: (_element, value) =>
    URL.canParse(value) && /^https?:/.test(value) ? null : 'Please enter a valid URL.',
  number_input({ is_decimal_allowed: decimal, min_value: least, max_value: most }, value) {
    const pattern = decimal === true ? /^-?\d*\.?\d+$/ : /^-?\d+$/
    if (!pattern.test(value)) return `Please enter a ${decimal === true ? 'number' : 'whole number'}.`
    if (Number(value) < bound(least, -Infinity)) return `Must be ${bound(least, 0)} or more.`
    return Number(value) > bound(most, Infinity) ? `Must be ${bound(most, 0)} or less.` : null
  },
}

/** Slack writes the bounds of a number input as strings. */
const bound = (given: unknown, otherwise: number): number =>
  typeof given === 'string' || typeof given === 'number' ? Number(given) : otherwise
