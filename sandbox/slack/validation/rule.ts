import type { ValidationProblem } from './problem.ts'

/** Where blocks are shown; each surface allows its own blocks and elements. */
export type Surface = 'message' | 'modal' | 'home'

/** Where in the payload a rule is looking, and on which surface the payload will be shown. */
export type Place = { pointer: string; surface: Surface }

/** Reads one value and says everything that is wrong with it. */
export type Rule = (value: unknown, place: Place) => ValidationProblem[]

/** Reads one object whose fields may depend on each other. */
export type Check = (value: Fields, place: Place) => ValidationProblem[]

export type Fields = Record<string, unknown>

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The place of a field or an item, one step further down; `~` and `/` are escaped as RFC 6901 asks. */
export const inside = (place: Place, key: string | number): Place => ({
  ...place,
  pointer: `${place.pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`,
})

export const problemAt = (place: Place, message: string): ValidationProblem[] => [
  { pointer: place.pointer, message },
]

/** Turns a condition over a whole object into a check, reported at that object or at one of its fields. */
export const must =
  (holds: (value: Fields, place: Place) => boolean, message: string, field?: string): Check =>
  (value, place) =>
    holds(value, place) ? [] : problemAt(field === undefined ? place : inside(place, field), message)
