import { inside, problemAt } from './rule.ts'
import type { Rule } from './rule.ts'

type Bounds = { min?: number; max?: number }

/** A string of `min` (default 1) to `max` characters, counted as JavaScript counts them. */
export const string =
  ({ min = 1, max = Infinity }: Bounds = {}): Rule =>
  (value, place) => {
    if (typeof value !== 'string') return problemAt(place, 'must provide a string')
    if (value.length > max) return problemAt(place, `must be less than ${max + 1} characters`)
    return value.length < min ? problemAt(place, `must be more than ${min - 1} characters`) : []
  }

/** A string that follows a pattern; `wanted` finishes the sentence "must be …". */
export const matching =
  (pattern: RegExp, wanted: string): Rule =>
  (value, place) => {
    if (typeof value !== 'string') return problemAt(place, 'must provide a string')
    return pattern.test(value) ? [] : problemAt(place, `must be ${wanted}`)
  }

export const integer =
  ({ min = -Infinity, max = Infinity }: Bounds = {}): Rule =>
  (value, place) => {
    if (!Number.isInteger(value)) return problemAt(place, 'must provide an integer')
    if (Number(value) < min) return problemAt(place, `must be greater than or equal to ${min}`)
    return Number(value) > max ? problemAt(place, `must be less than or equal to ${max}`) : []
  }

export const number: Rule = (value, place) =>
  typeof value === 'number' && Number.isFinite(value) ? [] : problemAt(place, 'must provide a number')

export const boolean: Rule = (value, place) =>
  typeof value === 'boolean' ? [] : problemAt(place, 'must provide a boolean')

export const oneOf =
  (...allowed: readonly (string | number)[]): Rule =>
  (value, place) =>
    allowed.some((each) => each === value) ? [] : problemAt(place, 'must be a valid enum value')

/** An array of `min` (default 1) to `max` items that all follow one rule. */
export const arrayOf =
  (item: Rule, { min = 1, max = Infinity }: Bounds = {}): Rule =>
  (value, place) => {
    if (!Array.isArray(value)) return problemAt(place, 'must provide an array')
    if (value.length > max) return problemAt(place, `no more than ${max} items allowed`)
    if (value.length < min) return problemAt(place, `no fewer than ${min} items allowed`)
    return value.flatMap((each, index) => item(each, inside(place, index)))
  }

/** An absolute URL; with `scheme`, only that one. */
export const url =
  ({ max = 3000, scheme }: { max?: number; scheme?: RegExp } = {}): Rule =>
  (value, place) => {
    const problems = string({ max })(value, place)
    if (problems.length > 0) return problems
    const parsed = URL.parse(String(value))
    if (parsed === null) return problemAt(place, 'must be a valid URL')
    return scheme && !scheme.test(parsed.protocol) ? problemAt(place, 'must be a valid URL scheme') : []
  }

/** Web addresses only, as images and videos need them. */
export const webUrl = (max = 3000): Rule => url({ max, scheme: /^https?:$/ })
