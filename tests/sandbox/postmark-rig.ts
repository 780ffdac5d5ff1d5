import { createServer } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'

import { ServerClient } from 'postmark'

import { fieldsOf, listOf } from '../../sandbox/postmark/fields.ts'
import type { Fields } from '../../sandbox/postmark/fields.ts'
import { startPostmark } from '../../sandbox/postmark/server.ts'
import type { PostmarkOptions, PostmarkStandIn } from '../../sandbox/postmark/types.ts'

/** One webhook that a receiver was given. */
export type Received = {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Fields
}

/** A webhook receiver; `answer` decides the status of each POST. */
export type Receiver = {
  readonly url: string
  readonly received: Received[]
  answer: (received: Received) => number
  /** Posts under way at once, at the most. */
  readonly peak: () => number
  readonly stop: () => Promise<void>
}

export const serverToken = 'token-of-the-server'
export const accountToken = 'token-of-the-account'

/** A stand-in that may send from mail.example.com, and the vendor's own client for it. */
export const startRig = async (
  options: Partial<PostmarkOptions> = {},
): Promise<{ standIn: PostmarkStandIn; client: ServerClient }> => {
  const standIn = await startPostmark({
    serverToken,
    accountToken,
    domains: ['mail.example.com'],
    ...options,
  })
  return { standIn, client: clientOf(standIn) }
}

export const clientOf = (standIn: PostmarkStandIn, timeout = 20): ServerClient =>
  new ServerClient(serverToken, { useHttps: false, requestHost: `127.0.0.1:${standIn.port}`, timeout })

/** A message that Postmark accepts, with changes. */
export const message = (changes: Record<string, unknown> = {}) => ({
  From: 'Ann <ann@mail.example.com>',
  To: 'john@example.com',
  Subject: 'Hello',
  HtmlBody: '<p>Hi <a href="https://example.com/x?a=1&amp;b=2">offer</a></p>',
  TextBody: 'Hi, see https://example.com/x?a=1&b=2.',
  MessageStream: 'broadcast',
  Metadata: { sendid: 's-1' },
  ...changes,
})

/** Calls the API the way curl would. */
export const call = async (
  standIn: PostmarkStandIn,
  path: string,
  request: { method?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<{ status: number; json: Fields; list: Fields[]; headers: Headers }> => {
  const response = await fetch(standIn.url + path, {
    method: request.method ?? (request.body === undefined ? 'GET' : 'POST'),
    headers: {
      Accept: 'application/json',
      'Content-Type': 'application/json',
      'X-Postmark-Server-Token': serverToken,
      'X-Postmark-Account-Token': accountToken,
      ...request.headers,
    },
    ...(request.body === undefined
      ? {}
      : { body: typeof request.body === 'string' ? request.body : JSON.stringify(request.body) }),
  })
  const text = await response.text()
  const json: unknown = /^[[{]/.test(text) ? JSON.parse(text) : { text }
  return { status: response.status, json: fieldsOf(json), list: listOf(json), headers: response.headers }
}

export const startReceiver = async (): Promise<Receiver> => {
  const received: Received[] = []
  let open = 0
  let peak = 0
  const server = createServer((request, response) => {
    open += 1
    peak = Math.max(peak, open)
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString()
      const isJson = request.headers['content-type'] === 'application/json'
      const body = isJson ? fieldsOf(JSON.parse(text)) : { text }
      const one = { path: request.url ?? '', headers: request.headers, body }
      received.push(one)
      const status = receiver.answer(one)
      setImmediate(() => {
        open -= 1
        response.writeHead(status).end()
      })
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const receiver: Receiver = {
    url: `http://hook:p%40ss@127.0.0.1:${port}`,
    received,
    answer: () => 200,
    peak: () => peak,
    stop: async () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return receiver
}
