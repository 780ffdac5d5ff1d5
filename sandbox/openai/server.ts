import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { answerFor } from './answer.ts'
import { shownCall } from './calls.ts'
import { errorAnswer } from './errors.ts'
import { createFaults } from './faults.ts'
import { createJournal } from './journal.ts'
import { shownRules } from './shown-rules.ts'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { World } from './answer.ts'
import type { JournalBox } from './journal.ts'
import type { OpenAiOptions, OpenAiStandIn } from './types.ts'

/** Starts an OpenAI-compatible server on 127.0.0.1 that answers from the visible rules in `rules.ts`. */
export async function startOpenAi({
  port = 0,
  apiKey,
  now = Date.now,
}: OpenAiOptions): Promise<OpenAiStandIn> {
  const faults = createFaults()
  const journal = createJournal()
  const world: World = { apiKey, faults, now }
  let requests = 0
  const server = createServer((request, response) => {
    requests += 1
    void serve({ world, journal, serial: String(requests).padStart(6, '0') }, request, response)
  })
  const taken = await listen(server, port)
  return {
    port: taken,
    url: `http://127.0.0.1:${taken}/v1`,
    faults,
    journal,
    calls: () => journal.entries().map(shownCall),
    rules: () => shownRules,
    onChange: (listener) => journal.onChange(listener),
    reset: () => {
      faults.clear()
      journal.clear()
    },
    stop: async () => close(server),
  }
}

type Desk = { world: World; journal: JournalBox; serial: string }

const serve = async (desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const { world, journal, serial } = desk
  const id = `req_${serial}`
  const left = new AbortController()
  response.once('close', () => left.abort())
  try {
    const raw = await text(request)
    const method = request.method ?? ''
    const path = new URL(request.url ?? '/', 'http://stand-in').pathname
    journal.open({ id, at: world.now(), method, path, requestBody: raw })
    const authorization = request.headers.authorization ?? ''
    const incoming = { serial, method, path, authorization, raw, signal: left.signal }
    const { answer, reasons } = await answerFor(world, incoming)
    const headers = { 'content-type': 'application/json', 'x-request-id': id, ...answer.headers }
    response.writeHead(answer.status, headers).end(answer.body)
    journal.close(id, { status: answer.status, answerBody: answer.body, outcome: answer.outcome, reasons })
  } catch (error) {
    if (!left.signal.aborted) return failed(desk, response, error)
    journal.close(id, { status: 0, answerBody: '', outcome: 'left', reasons: [] })
  }
}

/** A mistake of the stand-in itself; a schema that no finite value fits ends here too. */
const failed = ({ journal, serial }: Desk, response: ServerResponse, error: unknown): void => {
  const message = `The stand-in failed: ${error instanceof Error ? error.message : String(error)}`
  const { status, body } = errorAnswer({ status: 500, message, type: 'server_error' })
  response.writeHead(status, { 'content-type': 'application/json' }).end(body)
  journal.close(`req_${serial}`, { status, answerBody: body, outcome: 'stand-in-failed', reasons: [] })
}

const listen = async (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })

const close = async (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
