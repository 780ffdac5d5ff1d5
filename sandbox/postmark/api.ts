import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

import { errorCodeOf, refuse } from './answer.ts'
import type { Answer } from './answer.ts'
import { refuseAtGate, tokenOf } from './gate.ts'
import { effectOf, finish, nameOfFault, sendJson, sendTooLarge } from './misbehave.ts'
import { readBody } from './read-body.ts'
import { findRoute } from './routes.ts'
import type { Route } from './routes.ts'
import { recipientsIn } from './send.ts'
import type { Fault } from './watch-types.ts'
import type { World } from './world.ts'

/** One request of the API, with its connection. */
export type Exchange = {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly url: URL
}

const megabyte = 1024 * 1024
/** Larger bodies and answers are left out of the journal. */
const journalledLength = 8192

type Journalled = {
  readonly status: number
  readonly text: string
  readonly body?: unknown
  readonly answer: Answer | null
  readonly fault: Fault | null
}

const journal = (world: World, { request, url }: Exchange, seen: Journalled): void => {
  const isSmall = seen.text.length <= journalledLength
  world.journal.addRequest({
    at: world.clock.now(),
    method: request.method ?? '',
    path: url.pathname + url.search,
    status: seen.status,
    errorCode: errorCodeOf(seen.answer?.body),
    fault: nameOfFault(seen.fault),
    ...(isSmall ? { body: seen.body, answer: seen.answer?.body } : {}),
  })
}

const refuseExchange = (world: World, exchange: Exchange, answer: Answer): void => {
  sendJson(exchange.response, answer)
  journal(world, exchange, { status: answer.status, text: '', answer, fault: null })
}

const invalidJson = refuse(402, 'The JSON of the request could not be read.')

/** The JSON, or null with which no endpoint would be called. */
const parse = (text: string): { readonly value: unknown } | null => {
  try {
    return { value: text === '' ? {} : JSON.parse(text) }
  } catch {
    return null
  }
}

const lowerCaseNames = (query: URLSearchParams): URLSearchParams => {
  const lower = new URLSearchParams()
  for (const [name, value] of query) lower.append(name.toLowerCase(), value)
  return lower
}

type Parsed = { readonly text: string; readonly value: unknown; readonly parameter: string }

const carryOut = async (world: World, exchange: Exchange, route: Route & Parsed): Promise<void> => {
  const { request, response, url } = exchange
  const fault = world.faults.strikeCall({
    method: request.method ?? '',
    path: url.pathname,
    recipients: () => recipientsIn(route.value),
  })
  const effect = effectOf(fault)
  const call = {
    world,
    query: lowerCaseNames(url.searchParams),
    parameter: route.parameter,
    body: route.value,
    token: tokenOf(request, route),
    delayed: fault?.reply === 'delayed',
  }
  const answer = effect.accepts ? await route.run(call) : null
  if (world.settings.answerLatencyMs > 0) await sleep(world.settings.answerLatencyMs)
  const given = finish(response, answer, effect)
  const { text, value: body } = route
  journal(world, exchange, { status: given?.status ?? 0, text, body, answer: given, fault })
}

/** Answers one request as `api.postmarkapp.com` would. */
export const answerApi = async (world: World, exchange: Exchange): Promise<void> => {
  const { request, response, url } = exchange
  const method = request.method ?? ''
  const found = findRoute(method, url.pathname)
  const text = await readBody(request, (found?.route.maxMegabytes ?? 1) * megabyte)
  if (found === null) {
    const message = `The stand-in does not know ${method} ${url.pathname}.`
    refuseExchange(world, exchange, refuse(501, message, 501))
    return
  }
  const refused = refuseAtGate(world, request, found.route)
  if (refused !== null) {
    refuseExchange(world, exchange, refused)
    return
  }
  if (text === null) {
    sendTooLarge(response)
    journal(world, exchange, { status: 413, text: '', answer: null, fault: null })
    return
  }
  const parsed = parse(text)
  if (parsed === null) refuseExchange(world, exchange, invalidJson)
  else await carryOut(world, exchange, { ...found.route, ...parsed, text, parameter: found.parameter })
}
