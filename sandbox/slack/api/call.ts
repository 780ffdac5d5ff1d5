import { isObject, parseJson } from '../json.ts'
import type { JsonObject } from '../json.ts'
import { refusalBody } from '../validation/problem.ts'
import type { ValidationProblem } from '../validation/problem.ts'
import type { World } from '../world.ts'

/** One Web API method: who may call it and what it does. */
export type Method = {
  /** The token it takes. Default the bot's. */
  token?: 'bot' | 'app'
  /** Any one of these scopes; no scope needed when absent. */
  scopes?: readonly string[]
  /** Arguments that must not be empty. */
  required?: readonly string[]
  /** The rest of the answer beside `ok: true`. @throws ApiError */
  run(world: World, args: JsonObject): JsonObject
}

export type Methods = { [method: string]: Method }

/** A business error: HTTP 200 with `ok: false`. */
export class ApiError extends Error {
  readonly extra: JsonObject
  constructor(code: string, extra: JsonObject = {}) {
    super(code)
    this.name = 'ApiError'
    this.extra = extra
  }
}

/** @throws ApiError with the problems in `errors` and `response_metadata.messages`, when there are any. */
export function refuseProblems(code: string, problems: readonly ValidationProblem[]): void {
  if (problems.length > 0) throw new ApiError(code, refusalBody(code, problems))
}

/** A string argument; '' when absent. Numbers count as their digits, as they do in forms. */
export function text(args: JsonObject, name: string): string {
  const value = args[name]
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? value : ''
}

export function flag(args: JsonObject, name: string): boolean {
  const value = args[name]
  return value === true || value === 'true' || value === '1' || value === 1
}

/** A JSON argument, sent as text (forms) or as it is (JSON bodies). undefined when absent or not JSON. */
export function json(args: JsonObject, name: string): unknown {
  const value = args[name]
  return typeof value === 'string' ? parseJson(value) : value
}

/** A list argument that Slack also takes as comma-separated text. */
export function names(args: JsonObject, name: string): string[] {
  const value = args[name]
  const list = Array.isArray(value) ? value.map(String) : text(args, name).split(',')
  return list.map((item) => item.trim()).filter((item) => item !== '')
}

/**
 * One page of a list, with `response_metadata.next_cursor` ('' on the last).
 * @throws ApiError invalid_cursor, invalid_limit
 */
export function page<T>(items: readonly T[], args: JsonObject): { items: T[]; next: JsonObject } {
  const cursor = text(args, 'cursor')
  const start = cursor === '' ? 0 : Number(Buffer.from(cursor, 'base64').toString().replace(/^at:/, ''))
  if (!Number.isInteger(start) || start < 0) throw new ApiError('invalid_cursor')
  const limit = text(args, 'limit') === '' ? 100 : Number(text(args, 'limit'))
  if (!Number.isInteger(limit) || limit < 0 || limit > 1000) throw new ApiError('invalid_limit')
  const end = start + (limit === 0 ? 1000 : limit)
  const next_cursor = end < items.length ? Buffer.from(`at:${end}`).toString('base64') : ''
  return { items: items.slice(start, end), next: { response_metadata: { next_cursor } } }
}

/** @throws ApiError missing_scope naming what is needed and what the manifest has. */
export function requireScope(world: World, anyOf: readonly string[]): void {
  if (anyOf.length === 0 || anyOf.some((scope) => world.manifest.scopes.has(scope))) return
  throw new ApiError('missing_scope', {
    needed: anyOf.join(','),
    provided: [...world.manifest.scopes].join(','),
  })
}

/** A JSON object argument. @throws ApiError with `code` when it is there but is none. */
export function objectArgument(args: JsonObject, name: string, code: string): JsonObject | null {
  if (args[name] === undefined || args[name] === '') return null
  const value = json(args, name)
  if (!isObject(value)) throw new ApiError(code)
  return value
}
