import { randomUUID } from 'node:crypto'
import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { Deps } from '../operations/deps.ts'
import { storeWebhook, type WebhookSource } from '../operations/webhook/store.ts'
import { type Credentials, requireBasicAuth } from './basic-auth.ts'
import { eventKey, inboundKey } from './dedupe-key.ts'
import { keptPayload } from './kept-payload.ts'
import { largeBodyGate } from './large-body-gate.ts'
import { readBody, readWebhookBody } from './webhook-body.ts'

type Needed = Pick<Deps, 'db' | 'queue' | 'log'>
type Route = { path: string; source: WebhookSource; limit: number; characters: number }

const megabyte = 1024 * 1024

// A bounce may carry the mail that bounced; an inbound mail has up to 35 MB of attachments, in base64.
const routes: readonly Route[] = [
  { path: '/webhooks/postmark/events', source: 'postmark-event', limit: 5 * megabyte, characters: 10_000 },
  {
    path: '/webhooks/postmark/inbound',
    source: 'postmark-inbound',
    limit: 50 * megabyte,
    characters: 500_000,
  },
]

const largeBodiesAtOnce = 2
const retryAfterSeconds = 60

/**
 * Where Postmark tells what happened to a mail and what came in. Who is authenticated gets 200 exactly when what they
 * said is stored, even if it is nothing we know: Postmark probes with undocumented bodies and repeats anything else.
 * Large bodies are let in a few at a time, the others get 503 and are repeated.
 */
export function postmarkWebhooks(deps: Needed, expected: Credentials): RequestHandler {
  const router = Router()
  const prove = requireBasicAuth(expected, deps.log)
  const passFor = largeBodyGate(largeBodiesAtOnce)
  for (const route of routes) {
    router.post(route.path, prove, async (request, response) => {
      const pass = passFor()
      try {
        await take(deps, route, { request, response, pass })
      } finally {
        pass.giveBack()
      }
    })
  }
  return router
}

type Call = { request: Request; response: Response; pass: ReturnType<ReturnType<typeof largeBodyGate>> }

async function take(deps: Needed, route: Route, { request, response, pass }: Call): Promise<void> {
  const { source } = route
  const body = await readBody(request, { limit: route.limit, pass })
  switch (body.kind) {
    case 'read':
      await storeCall(deps, route, { request, bytes: body.bytes })
      break
    case 'too-large':
      await storeTooLarge(deps, source, request)
      break
    case 'busy':
      deps.log.warn({ source }, 'A large webhook call has to wait for others')
      response.status(503).set('retry-after', String(retryAfterSeconds))
      response.type('text').send('Too many large calls at once.\n')
      return
    case 'aborted':
      response.destroy()
      return
  }
  response.type('text').send('ok\n')
}

type Read = { request: Request; bytes: Buffer }

async function storeCall(deps: Needed, route: Route, { request, bytes }: Read): Promise<void> {
  const { source, characters } = route
  const told = readWebhookBody(bytes)
  if ('unreadable' in told)
    deps.log.warn({ source, bytes: bytes.length }, 'A webhook call held no JSON object')
  const traceId = request.get('x-pm-webhook-trace-id')
  const dedupeKey =
    source === 'postmark-event'
      ? eventKey({ traceId, payload: told, bytes })
      : inboundKey({ payload: told, bytes })
  await storeWebhook(deps, {
    source,
    dedupeKey,
    payload: keptPayload(told, { characters, entries: 1_000 }),
  })
}

// Repeating it would not make it smaller, so it is noted and taken.
async function storeTooLarge(deps: Needed, source: WebhookSource, request: Request): Promise<void> {
  const bytes = request.get('content-length') ?? 'unknown'
  deps.log.error({ source, bytes }, 'A webhook call was too large to be kept')
  const payload = { unreadable: `A body of ${bytes} bytes` }
  await storeWebhook(deps, { source, dedupeKey: `large:${randomUUID()}`, payload })
}
