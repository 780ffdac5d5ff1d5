import type { JsonObject } from '../json.ts'
import type { ApiFault } from '../types.ts'
import type { World } from '../world.ts'
import { ApiError, requireScope } from './call.ts'
import type { Method } from './call.ts'
import { methods } from './methods.ts'

export type ApiAnswer = {
  httpStatus: number
  body: JsonObject
  headers: { [header: string]: string }
  /** The call took effect, but its answer is to be lost on the way. */
  dropped: boolean
}

type ApiCall = { method: string; args: JsonObject; token: string }

/** Answers one Web API call and writes it down. Never throws for what a caller can get wrong. */
export function answer(world: World, call: ApiCall): ApiAnswer {
  const fault = world.faults.takeApiFault(call.method)
  const given = fault ? faulty(fault) : { httpStatus: 200, body: perform(world, call), headers: {} }
  const dropped = !fault && world.faults.takeDroppedAnswer(call.method)
  world.journal.add({
    kind: 'api',
    at: world.clock.now(),
    method: call.method,
    args: call.args,
    httpStatus: given.httpStatus,
    answer: given.body,
  })
  world.changes.changed()
  return { ...given, dropped }
}

function perform(world: World, { method: name, args, token }: ApiCall): JsonObject {
  try {
    const method = methods.get(name)
    if (!method) throw new ApiError('unknown_method', { req_method: name })
    checkToken(world, method, token)
    requireScope(world, method.scopes ?? [])
    checkRequired(method, args)
    return { ok: true, ...method.run(world, args) }
  } catch (error) {
    if (error instanceof ApiError) return { ok: false, error: error.message, ...error.extra }
    throw error
  }
}

function checkToken(world: World, { token: kind = 'bot' }: Method, token: string): void {
  const { botToken, appToken } = world.secrets
  if (token === '') throw new ApiError('not_authed')
  if (token !== botToken && token !== appToken) throw new ApiError('invalid_auth')
  if (token !== (kind === 'bot' ? botToken : appToken)) throw new ApiError('not_allowed_token_type')
}

/** An absent argument has errors of its own in some methods; the rest say which is missing. */
function checkRequired({ required = [] }: Method, args: JsonObject): void {
  const missing = required.filter((name) => args[name] === undefined || args[name] === '')
  const [first] = missing
  if (first === undefined) return
  if (first === 'channel') throw new ApiError('channel_not_found')
  const messages = missing.map((name) => `[ERROR] missing required field: ${name}`)
  throw new ApiError('invalid_arguments', { errors: messages, response_metadata: { messages } })
}

function faulty({ httpStatus = 200, error, retryAfterSec }: ApiFault): Omit<ApiAnswer, 'dropped'> {
  const limited = httpStatus === 429
  return {
    httpStatus,
    body: { ok: false, error: error ?? (limited ? 'ratelimited' : 'internal_error') },
    headers: limited ? { 'retry-after': String(retryAfterSec ?? 1) } : {},
  }
}
