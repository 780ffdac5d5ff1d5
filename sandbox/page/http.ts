import type { IncomingMessage, ServerResponse } from 'node:http'
import { isObject, parseJson } from '../slack/json.ts'
import type { JsonObject } from '../slack/json.ts'

/** An answer that is not success; its message is a sentence for the page. */
export class PageError extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  })
  response.end(JSON.stringify(body))
}

// Ten files of 10 MB in base64 would be more; one upload of that size is enough for a demonstration.
const bodyLimit = 40 * 1024 * 1024

/** Reads a JSON object. @throws PageError for anything else, and for bodies over 40 MB. */
export async function readJsonObject(request: IncomingMessage): Promise<JsonObject> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > bodyLimit) throw new PageError(413, 'That is more than 40 MB.')
    chunks.push(chunk)
  }
  const body = parseJson(Buffer.concat(chunks).toString('utf8'))
  if (!isObject(body)) throw new PageError(400, 'The body must be a JSON object.')
  return body
}

/**
 * Other pages in the same browser must not act here: browsers name the sender of a POST, and JSON cannot be sent by
 * a plain form. The Host check keeps names out that somebody else's DNS points at this machine.
 * @throws PageError 403, or 415 for anything but JSON.
 */
export function refuseForeign(request: IncomingMessage): void {
  const { host = '', origin, 'content-type': type = '' } = request.headers
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host))
    throw new PageError(403, 'This page answers only on 127.0.0.1.')
  if (request.method !== 'POST') return
  if (origin !== undefined && origin !== `http://${host}`)
    throw new PageError(403, 'Posts come from this page only.')
  if (!type.startsWith('application/json')) throw new PageError(415, 'Post JSON.')
}
