import { randomUUID } from 'node:crypto'
import { type ErrorRequestHandler, type RequestHandler, Router } from 'express'
import type { Deps } from '../operations/deps.ts'
import { storeWebhook, type WebhookSource } from '../operations/webhook/store.ts'
import { type Credentials, requireBasicAuth } from './basic-auth.ts'
import { eventKey, inboundKey } from './dedupe-key.ts'
import { bytesOf, rawBody, readWebhookBody } from './webhook-body.ts'

type Needed = Pick<Deps, 'db' | 'queue' | 'log'>

// A bounce may carry the mail that bounced; an inbound mail has up to 35 MB of attachments, in base64.
const routes = [
  { path: '/webhooks/postmark/events', source: 'postmark-event', limit: '5mb' },
  { path: '/webhooks/postmark/inbound', source: 'postmark-inbound', limit: '50mb' },
] as const satisfies { path: string; source: WebhookSource; limit: string }[]

/**
 * Where Postmark tells what happened to a mail and what came in. Who is authenticated gets 200 exactly when what they
 * said is stored, even if it is nothing we know: Postmark probes with undocumented bodies and repeats anything else.
 */
export function postmarkWebhooks(deps: Needed, expected: Credentials): RequestHandler {
  const router = Router()
  const prove = requireBasicAuth(expected, deps.log)
  for (const { path, source, limit } of routes) {
    router.post(path, prove, rawBody(limit), storeCall(deps, source), storeTooLarge(deps, source))
  }
  return router
}

type Payload = Readonly<Record<string, unknown>>

/** Nothing here reads what is attached to a mail, and it may be 35 MB: names and types are kept, contents are not. */
function withoutFiles({ RawEmail: _raw, ...payload }: Payload): Payload {
  const { Attachments: attachments } = payload
  if (!Array.isArray(attachments)) return payload
  return { ...payload, Attachments: attachments.map(described) }
}

function described(file: unknown): unknown {
  if (!isObject(file)) return null
  const { Name, ContentType, ContentLength } = file
  return { Name, ContentType, ContentLength }
}

function isObject(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null
}

function storeCall(deps: Needed, source: WebhookSource): RequestHandler {
  return async (request, response) => {
    const bytes = bytesOf(request)
    const payload = withoutFiles(readWebhookBody(bytes))
    if ('unreadable' in payload)
      deps.log.warn({ source, bytes: bytes.length }, 'A webhook call held no JSON object')
    const traceId = request.get('x-pm-webhook-trace-id')
    const dedupeKey =
      source === 'postmark-event' ? eventKey({ traceId, payload, bytes }) : inboundKey({ payload, bytes })
    await storeWebhook(deps, { source, dedupeKey, payload })
    response.type('text').send('ok\n')
  }
}

// Repeating it would not make it smaller, so it is noted and taken.
function storeTooLarge(deps: Needed, source: WebhookSource): ErrorRequestHandler {
  return async (error: unknown, request, response, next) => {
    if (!(error instanceof Error && 'status' in error && error.status === 413)) {
      next(error)
      return
    }
    const bytes = request.get('content-length') ?? 'unknown'
    deps.log.error({ source, bytes }, 'A webhook call was too large to be kept')
    const payload = { unreadable: `A body of ${bytes} bytes` }
    await storeWebhook(deps, { source, dedupeKey: `large:${randomUUID()}`, payload })
    response.type('text').send('ok\n')
  }
}
