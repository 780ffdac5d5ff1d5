import type { ServerResponse } from 'node:http'

import type { Answer } from './answer.ts'
import { errorCodeOf, refuse } from './answer.ts'
import type { Fault, FaultReply } from './watch-types.ts'

type Misbehaviour = 'timeout' | 'reset'

/** What a fault amounts to: whether the request is carried out first, and what becomes of the answer. */
type Effect = {
  readonly accepts: boolean
  readonly answer: Answer | Misbehaviour | 'as-is' | 'cut' | 'html' | 'empty'
}

const html = '<!doctype html><html><body><h1>Welcome to nginx!</h1></body></html>'
const rateLimited = refuse(429, 'Rate limit exceeded. Please slow down.', 429)
const nonsense: Answer = { status: 200, body: [null, 'nonsense', { Unexpected: true }] }

const effects: Readonly<Record<Exclude<FaultReply, object>, Effect>> = {
  timeout: { accepts: false, answer: 'timeout' },
  reset: { accepts: false, answer: 'reset' },
  'accept-then-reset': { accepts: true, answer: 'reset' },
  'accept-then-hang': { accepts: true, answer: 'timeout' },
  html200: { accepts: false, answer: 'html' },
  empty200: { accepts: false, answer: 'empty' },
  nonsense200: { accepts: false, answer: nonsense },
  truncate: { accepts: true, answer: 'cut' },
  'rate-limit': { accepts: false, answer: rateLimited },
  delayed: { accepts: true, answer: 'as-is' },
}

/** Null for no fault. */
export const effectOf = (fault: Fault | null): Effect => {
  if (fault === null) return { accepts: true, answer: 'as-is' }
  const { reply } = fault
  const effect: Effect =
    typeof reply === 'object'
      ? { accepts: false, answer: refuse(reply.errorCode, reply.message, reply.status) }
      : effects[reply]
  return fault.afterAccept === true ? { ...effect, accepts: true } : effect
}

/** For the journal. */
export const nameOfFault = (fault: Fault | null): string | null => {
  if (fault === null) return null
  return typeof fault.reply === 'object' ? `${fault.reply.status}/${fault.reply.errorCode}` : fault.reply
}

/** Sends a JSON answer, with Postmark's header when it is an error. Returns what was sent. */
export const sendJson = (response: ServerResponse, { status, body }: Answer): string => {
  const text = JSON.stringify(body)
  const code = errorCodeOf(body)
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
    ...(status >= 400 ? { 'X-PM-ApiErrorCode': String(code) } : {}),
  })
  response.end(text)
  return text
}

const sendHtml = (response: ServerResponse, status: number, text: string): void => {
  response.writeHead(status, { 'Content-Type': 'text/html', 'Content-Length': Buffer.byteLength(text) })
  response.end(text)
}

/** The 413 comes from the web server before the API, and so in HTML. */
export const sendTooLarge = (response: ServerResponse): void =>
  sendHtml(response, 413, '<html><body><h1>413 Request Entity Too Large</h1></body></html>')

/** Promises the whole answer, sends half of it and drops the connection. */
const sendCut = (response: ServerResponse, { status, body }: Answer): void => {
  const text = Buffer.from(JSON.stringify(body))
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': text.length })
  response.write(text.subarray(0, Math.floor(text.length / 2)), () => response.destroy())
}

/** Ends a request the way a fault wants; returns what the client was given, null for nothing at all. */
export const finish = (response: ServerResponse, real: Answer | null, { answer }: Effect): Answer | null => {
  switch (answer) {
    case 'timeout':
      return null
    case 'reset':
      response.socket?.resetAndDestroy()
      return null
    case 'html':
      sendHtml(response, 200, html)
      return { status: 200, body: html }
    case 'empty':
      response.writeHead(200, { 'Content-Length': 0 }).end()
      return { status: 200, body: '' }
    case 'cut':
      if (real !== null) sendCut(response, real)
      return real
    case 'as-is':
      if (real !== null) sendJson(response, real)
      return real
    default:
      sendJson(response, answer)
      return answer
  }
}
