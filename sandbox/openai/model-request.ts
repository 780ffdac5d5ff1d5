import { badRequest } from './errors.ts'
import { fieldsAt, isFields, listAt, numberAt, stringAt } from './fields.ts'
import { strictProblem } from './strict-schema.ts'
import type { Fields } from './fields.ts'
import type { Answer, Endpoint } from './types.ts'

/** A request to a model, from either endpoint. `schema` is null when plain text was asked for. */
export type ModelRequest = {
  readonly model: string
  readonly instructions: string
  readonly input: string
  readonly schema: Fields | null
  readonly maxOutputTokens: number
}

/** The endpoints that ask a model. */
export type ModelEndpoint = Exclude<Endpoint, 'moderations'>

/** Where each endpoint keeps what the two have in common. */
const places = {
  responses: {
    input: 'input',
    format: 'text.format',
    schema: 'text.format.schema',
    max: 'max_output_tokens',
  },
  chat: {
    input: 'messages',
    format: 'response_format',
    schema: 'response_format.json_schema.schema',
    max: 'max_completion_tokens',
  },
} as const

/** Reads a request, or says what the API (or Baton's own rules for model calls) would refuse in it. */
export function modelRequest(endpoint: ModelEndpoint, body: Fields): ModelRequest | Answer {
  return refusal(endpoint, body) ?? readRequest(endpoint, body)
}

const refusal = (endpoint: ModelEndpoint, body: Fields): Answer | null => {
  const place = places[endpoint]
  if (stringAt(body, 'model') === '') return badRequest('you must provide a model parameter', 'model')
  if (!hasInput(body[place.input])) {
    return badRequest(
      `Missing required parameter: '${place.input}'.`,
      place.input,
      'missing_required_parameter',
    )
  }
  if (body['tools'] !== undefined || body['functions'] !== undefined) {
    return badRequest('This stand-in refuses tools: a model that reads strangers may not act.', 'tools')
  }
  if (body['store'] !== false) {
    return badRequest("This stand-in requires 'store' to be false: replies are personal data.", 'store')
  }
  if (body['stream'] === true) return badRequest('This stand-in does not stream.', 'stream')
  return formatRefusal(endpoint, formatOf(endpoint, body))
}

const hasInput = (input: unknown): boolean => (Array.isArray(input) ? input.length > 0 : Boolean(input))

/** Both endpoints ask for structured output in the same words; chat wraps them once more. */
const formatOf = (endpoint: ModelEndpoint, body: Fields): Fields => {
  if (endpoint === 'responses') return fieldsAt(fieldsAt(body, 'text'), 'format')
  const format = fieldsAt(body, 'response_format')
  return { ...fieldsAt(format, 'json_schema'), type: format['type'] }
}

const formatRefusal = (endpoint: ModelEndpoint, format: Fields): Answer | null => {
  const place = places[endpoint]
  if (format['type'] === undefined || format['type'] === 'text') return null
  if (format['type'] !== 'json_schema')
    return badRequest('This stand-in takes json_schema only.', place.format)
  if (!/^[\w-]{1,64}$/.test(stringAt(format, 'name'))) {
    return badRequest(
      `Invalid '${place.format}.name': must be 1 to 64 of a-z, A-Z, 0-9, _ and -.`,
      place.format,
    )
  }
  if (format['strict'] !== true)
    return badRequest("This stand-in requires 'strict' to be true.", place.format)
  const problem = strictProblem(format['schema'])
  if (problem === null) return null
  const message = `Invalid schema for response_format '${stringAt(format, 'name')}': ${problem}`
  return badRequest(message, place.schema, 'invalid_json_schema')
}

const readRequest = (endpoint: ModelEndpoint, body: Fields): ModelRequest => {
  const place = places[endpoint]
  const schema = formatOf(endpoint, body)['schema']
  const told = textOf(body[place.input], ['system', 'developer'])
  return {
    model: stringAt(body, 'model'),
    instructions: [stringAt(body, 'instructions'), told].filter(Boolean).join('\n'),
    input: textOf(body[place.input], ['user']),
    schema: isFields(schema) ? schema : null,
    maxOutputTokens: numberAt(body, place.max) ?? numberAt(body, 'max_tokens') ?? Infinity,
  }
}

/** The text of the messages of some roles; a bare string is what the user says. */
const textOf = (input: unknown, roles: readonly string[]): string => {
  if (typeof input === 'string') return roles.includes('user') ? input : ''
  const messages = Array.isArray(input) ? (input as unknown[]).filter(isFields) : []
  const said = messages.filter((message) => roles.includes(stringAt(message, 'role'))).map(contentOf)
  return said.filter(Boolean).join('\n')
}

const contentOf = (message: Fields): string => {
  const parts = listAt(message, 'content').filter(isFields)
  return stringAt(message, 'content') || parts.map((part) => stringAt(part, 'text')).join('\n')
}
