import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express'
import { databaseAwaySeconds, recognizeOutage } from '../operations/health/recognize-outage.ts'
import type { Log } from '../ports/log.ts'
import { closerOf } from './graceful-close.ts'

/** A server that listens. `close` takes no new requests and lets running ones finish. */
export type HttpServer = { port: number; close: () => Promise<void> }

/** Baton's one web application: the parts this process runs, in order; the rest is 404 or a fault with a reference. */
export function createHttpApp({ parts, log }: { parts: readonly RequestHandler[]; log: Log }): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  for (const part of parts) app.use(part)
  app.use((_request, response) => {
    response.status(404).type('text').send('There is nothing at this address.\n')
  })
  app.use(answerFault(log))
  return app
}

/**
 * Listens on a port (0: any free one) and an address (none: all of them). Rejects with a sentence for the operator when
 * that cannot be had.
 */
export async function startHttpServer(
  app: Express,
  { port, host }: { port: number; host?: string | undefined },
): Promise<HttpServer> {
  const server = createServer(app)
  const close = closerOf(server)
  const { promise, resolve, reject } = Promise.withResolvers<undefined>()
  server.once('error', (error: NodeJS.ErrnoException) => {
    reject(new Error(listenProblem(error, port), { cause: error }))
  })
  server.listen({ port, host }, () => {
    resolve(undefined)
  })
  await promise
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port')
  return { port: address.port, close }
}

function listenProblem(error: NodeJS.ErrnoException, port: number): string {
  if (error.code === 'EADDRINUSE') {
    return `Port ${port} is taken by another program. Stop that one, or set PORT to a free port.`
  }
  if (error.code === 'EACCES') return `Port ${port} may not be used by this user. Set PORT to one above 1023.`
  return `Cannot listen on port ${port}: ${error.message}`
}

const awaySentence = 'Baton cannot reach its database at the moment. Please try again in a minute.\n'

function answerFault(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error)
      return
    }
    const status = statusOf(error)
    if (status < 500) {
      response.status(status).type('text').send('This request could not be read.\n')
      return
    }
    if (recognizeOutage(error)) {
      log.error({ error }, 'A request could not be taken: the database is away')
      response.status(503).set('retry-after', String(databaseAwaySeconds)).type('text').send(awaySentence)
      return
    }
    const ref = randomBytes(4).toString('hex')
    // The path may hold a token, so only the first part of it is logged.
    log.error(
      { error, ref, method: request.method, route: `/${request.path.split('/')[1] ?? ''}` },
      'A request failed',
    )
    response.status(status).type('text').send(`That did not work (ref ${ref}).\n`)
  }
}

// What express and its body readers throw for a bad request carries the status to answer with.
function statusOf(error: unknown): number {
  const status = error instanceof Error && 'status' in error ? error.status : undefined
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500
}
