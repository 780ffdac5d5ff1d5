import { timingSafeEqual } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { badRequest, errorAnswer } from './errors.ts'
import { faultAnswer } from './fault-answers.ts'
import { isFields } from './fields.ts'
import { modelRequest } from './model-request.ts'
import { moderationAnswer } from './moderations.ts'
import { produce } from './produce.ts'
import { chatAnswer, responsesAnswer } from './wire.ts'
import type { FaultQueue, Outcome } from './faults.ts'
import type { Fields } from './fields.ts'
import type { ModelEndpoint } from './model-request.ts'
import type { Answer, Endpoint } from './types.ts'

/** A request as it came in; `serial` numbers it, `signal` ends when its caller is gone. */
export type Incoming = {
  readonly serial: string
  readonly method: string
  readonly path: string
  readonly authorization: string
  readonly raw: string
  readonly signal: AbortSignal
}

export type World = { readonly apiKey: string; readonly faults: FaultQueue; readonly now: () => number }

/** An answer with the reasons behind it, for the journal. */
export type Explained = { readonly answer: Answer; readonly reasons: readonly string[] }

const endpoints: Readonly<Record<string, Endpoint>> = {
  'POST /v1/responses': 'responses',
  'POST /v1/chat/completions': 'chat',
  'POST /v1/moderations': 'moderations',
}

/** Decides what to answer. Never returns for a fault that hangs: it rejects when the caller leaves. */
export async function answerFor(world: World, incoming: Incoming): Promise<Explained> {
  const request = `${incoming.method} ${incoming.path}`
  const endpoint = Object.hasOwn(endpoints, request) ? endpoints[request] : undefined
  if (endpoint === undefined) {
    return plain(errorAnswer({ status: 501, message: `This stand-in does not offer ${request}.` }))
  }
  if (!isAuthorized(world.apiKey, incoming.authorization)) return plain(unauthorized(incoming.authorization))
  const body = parsed(incoming.raw)
  if (body === null) return plain(badRequest('We could not parse the JSON body of your request.'))
  return answerEndpoint(world, { ...incoming, endpoint, body })
}

type Parsed = Incoming & { endpoint: Endpoint; body: Fields }

const answerEndpoint = async (world: World, call: Parsed): Promise<Explained> => {
  const { endpoint, body, serial } = call
  if (endpoint !== 'moderations') return askModel(world, call, endpoint)
  const fault = await struck(world, call)
  return plain(faultAnswer(fault) ?? moderationAnswer(body, serial))
}

const askModel = async (world: World, call: Parsed, endpoint: ModelEndpoint): Promise<Explained> => {
  const now = world.now()
  const request = modelRequest(endpoint, call.body)
  if ('status' in request) return plain(request)
  const fault = await struck(world, call)
  const early = faultAnswer(fault)
  if (early) return plain(early)
  const produced = produce(request, fault, now)
  const answer = wireAnswers[endpoint](produced, { serial: call.serial, model: request.model, now })
  const isOdd = fault?.kind === 'schema-mismatch' || fault?.kind === 'garbage'
  return { answer: isOdd ? { ...answer, outcome: fault.kind } : answer, reasons: produced.reasons }
}

const wireAnswers = { responses: responsesAnswer, chat: chatAnswer }

/** Longer than anybody waits, and about as long as a timer can be. */
const aMonth = 2 ** 31 - 1

/** The fault for this request, after the waiting it asks for. */
const struck = async ({ faults }: World, { endpoint, signal }: Parsed): Promise<Outcome | null> => {
  const fault = faults.take(endpoint)
  if (fault?.kind === 'slow') await delay(fault.ms, undefined, { signal })
  if (fault?.kind === 'hang') await delay(aMonth, undefined, { signal, ref: false })
  return fault
}

const plain = (answer: Answer): Explained => ({ answer, reasons: [] })

const isAuthorized = (apiKey: string, authorization: string): boolean => {
  const wanted = Buffer.from(`Bearer ${apiKey}`)
  const given = Buffer.from(authorization)
  return wanted.length === given.length && timingSafeEqual(wanted, given)
}

/** The real API repeats part of a wrong key in this message; the stand-in does not. */
const unauthorized = (authorization: string): Answer =>
  authorization === ''
    ? errorAnswer({ status: 401, message: "You didn't provide an API key." })
    : errorAnswer({ status: 401, message: 'Incorrect API key provided.', code: 'invalid_api_key' })

const parsed = (raw: string): Fields | null => {
  try {
    const body: unknown = JSON.parse(raw)
    return isFields(body) ? body : null
  } catch {
    return null
  }
}
