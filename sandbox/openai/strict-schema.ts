import { fieldsAt, isFields, listAt } from './fields.ts'
import type { Fields } from './fields.ts'

/** Keywords that OpenAI's strict mode does not take: platform.openai.com/docs/guides/structured-outputs. */
const notPermitted = [
  'allOf',
  'oneOf',
  'not',
  'if',
  'then',
  'else',
  'dependentRequired',
  'dependentSchemas',
  'patternProperties',
]

/** The first thing strict mode would refuse in a schema, in OpenAI's words, or null. Looks into every nested schema. */
export function strictProblem(schema: unknown): string | null {
  if (!isFields(schema)) return 'schema must be a JSON Schema object.'
  if (schema['type'] !== 'object') return 'schema must be a JSON Schema of \'type: "object"\' at its root.'
  return problemIn(schema, [])
}

const problemIn = (schema: Fields, path: readonly string[]): string | null => {
  const context = `In context=(${path.map((key) => `'${key}'`).join(', ')}), `
  const keyword = notPermitted.find((each) => each in schema)
  if (keyword !== undefined) return `${context}'${keyword}' is not permitted.`
  const problem = typesOf(schema).includes('object') ? objectProblem(schema) : null
  if (problem !== null) return context + problem
  return firstProblem(nested(schema), path)
}

const objectProblem = (schema: Fields): string | null => {
  if (schema['additionalProperties'] !== false) {
    return "'additionalProperties' is required to be supplied and to be false."
  }
  const keys = Object.keys(fieldsAt(schema, 'properties'))
  const required = listAt(schema, 'required')
  const wanted = "'required' is required to be supplied and to be an array including every key in properties."
  const missing = keys.find((key) => !required.includes(key))
  if (missing !== undefined) return `${wanted} Missing '${missing}'.`
  const extra = required.find((key) => !keys.some((each) => each === key))
  return extra === undefined ? null : `${wanted} Extra required key ${JSON.stringify(extra)} supplied.`
}

const firstProblem = (schemas: readonly [string[], unknown][], path: readonly string[]): string | null => {
  for (const [keys, schema] of schemas) {
    const problem = isFields(schema) ? problemIn(schema, [...path, ...keys]) : null
    if (problem !== null) return problem
  }
  return null
}

const nested = (schema: Fields): [string[], unknown][] => [
  ...['properties', '$defs', 'definitions'].flatMap((holder) =>
    Object.entries(fieldsAt(schema, holder)).map(([key, each]): [string[], unknown] => [[holder, key], each]),
  ),
  ...listAt(schema, 'anyOf').map((each, index): [string[], unknown] => [['anyOf', String(index)], each]),
  [['items'], schema['items']],
]

/** A schema's `type` as a list; `["string", "null"]` is how strict mode writes a nullable one. */
export const typesOf = (schema: Fields): readonly unknown[] => [schema['type']].flat()
