import type { IncomingMessage } from 'node:http'
import { isObject, parseJson } from './json.ts'
import type { JsonObject } from './json.ts'

export class BodyTooLarge extends Error {}

/** Reads a request's body, up to `limit` bytes. @throws BodyTooLarge */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > limit) throw new BodyTooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** The arguments of a Web API call: form fields or a JSON object, the query string beneath both. */
export function readArguments(request: IncomingMessage, body: Buffer): JsonObject {
  const query = new URL(request.url ?? '/', 'http://slack').searchParams
  const type = request.headers['content-type'] ?? ''
  const fields = type.startsWith('application/json')
    ? parseJson(body.toString('utf8'))
    : Object.fromEntries(new URLSearchParams(body.toString('utf8')))
  return { ...Object.fromEntries(query), ...(isObject(fields) ? fields : {}) }
}

/** The bytes of the file in an upload: a multipart part, or the body as it is. */
export async function uploadedFile(request: IncomingMessage, body: Buffer<ArrayBuffer>): Promise<Uint8Array> {
  const type = request.headers['content-type'] ?? ''
  if (!type.startsWith('multipart/form-data')) return body
  const form = await new Response(body, { headers: { 'content-type': type } }).formData()
  for (const part of form.values()) {
    if (typeof part !== 'string') return new Uint8Array(await part.arrayBuffer())
  }
  return new Uint8Array()
}

export const bearerToken = (request: IncomingMessage): string =>
  /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
