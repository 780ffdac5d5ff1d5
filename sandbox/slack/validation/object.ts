import { inside, isFields, problemAt } from './rule.ts'
import type { Check, Fields, Place, Rule } from './rule.ts'
import type { ValidationProblem } from './problem.ts'

/** The table entry of one kind of object: its fields, and what has to hold between them. */
export type Shape = { required?: Rules; optional?: Rules; checks?: readonly Check[] }
export type Rules = Record<string, Rule>

/** The interpreter of the tables: missing, additional and wrong fields, then the checks between fields. */
export const object = ({ required = {}, optional = {}, checks = [] }: Shape): Rule => {
  const rules: Rules = { ...required, ...optional }
  return (value, place) => {
    if (!isFields(value)) return problemAt(place, 'must provide an object')
    return [
      ...missing(value, Object.keys(required)).flatMap((name) =>
        problemAt(place, `missing required field: ${name}`),
      ),
      ...present(value).flatMap(([name, field]) => fieldProblems(rules, { name, field }, place)),
      ...checks.flatMap((check) => check(value, place)),
    ]
  }
}

/** Picks the rule by the object's `type`; anything outside the table is a type Slack does not take there. */
export const byType =
  (table: Rules): Rule =>
  (value, place) => {
    if (!isFields(value)) return problemAt(place, 'must provide an object')
    const type = value['type']
    if (typeof type !== 'string') return problemAt(place, 'missing required field: type')
    const rule = Object.hasOwn(table, type) ? table[type] : undefined
    return rule ? rule(value, place) : problemAt(inside(place, 'type'), `unsupported type: ${type}`)
  }

/** A field set to `undefined` counts as absent, because it is when the payload is sent as JSON. */
const present = (value: Fields) => Object.entries(value).filter(([, field]) => field !== undefined)

const missing = (value: Fields, names: readonly string[]) => names.filter((name) => value[name] === undefined)

const fieldProblems = (
  rules: Rules,
  { name, field }: { name: string; field: unknown },
  place: Place,
): ValidationProblem[] => {
  const rule = Object.hasOwn(rules, name) ? rules[name] : undefined
  return rule ? rule(field, inside(place, name)) : problemAt(place, `additional property: ${name}`)
}
