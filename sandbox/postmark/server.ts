import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'

import { createAccepted } from './accepted.ts'
import { answerApi } from './api.ts'
import type { Exchange } from './api.ts'
import { connectHooks } from './connect.ts'
import { answerControl } from './control.ts'
import { createInbox } from './inbox.ts'
import { sendJson } from './misbehave.ts'
import { refuse } from './answer.ts'
import type { PostmarkOptions, PostmarkStandIn } from './types.ts'
import { answerUnsubscribe } from './unsubscribe-page.ts'
import { clearActivity, createWorld } from './world.ts'
import type { World } from './world.ts'

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

const route = async (world: World, standIn: () => PostmarkStandIn, exchange: Exchange): Promise<void> => {
  const { pathname } = exchange.url
  if (pathname.startsWith('/control/')) await answerControl({ standIn: standIn(), world }, exchange)
  else if (pathname.startsWith('/unsubscribe/')) answerUnsubscribe(world, exchange)
  else await answerApi(world, exchange)
}

/** A mistake of the stand-in itself, or a client that went away in the middle of its request. */
const fail = (response: ServerResponse, error: unknown): void => {
  if (response.headersSent || response.destroyed) {
    response.destroy()
    return
  }
  sendJson(response, refuse(101, error instanceof Error ? error.message : String(error), 500))
}

const standInOver = (world: World, server: Server, port: number): PostmarkStandIn => {
  const { clock, outbox, journal, faults, settings } = world
  return {
    port,
    url: world.baseUrl,
    inbox: createInbox(world),
    accepted: createAccepted(world),
    webhooks: outbox,
    faults,
    journal,
    settings,
    now: () => clock.now(),
    advance: (ms) => clock.advance(ms),
    pauseClock: () => clock.setSpeed(0),
    resumeClock: (speed = 1) => clock.setSpeed(speed),
    connect: (targets) => connectHooks(world, targets),
    reset: () => {
      clock.clear()
      clearActivity(world)
      outbox.clear()
      faults.clear()
      journal.clear()
    },
    stop: async () => {
      clock.clear()
      outbox.stop()
      await close(server)
    },
  }
}

/** Starts a Postmark stand-in on 127.0.0.1; rejects when the port is taken. */
export const startPostmark = async (options: PostmarkOptions): Promise<PostmarkStandIn> => {
  const world = createWorld(options)
  const standIn = { current: null as PostmarkStandIn | null }
  const started = (): PostmarkStandIn => {
    if (standIn.current === null) throw new Error('The stand-in has not started yet.')
    return standIn.current
  }
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    route(world, started, { request, response, url }).catch((error: unknown) => fail(response, error))
  })
  // Large batches may be posted slowly, and a client's idle connections are its own to close.
  server.requestTimeout = 0
  server.keepAliveTimeout = 60_000
  const port = await listen(server, options.port ?? 0)
  world.baseUrl = `http://127.0.0.1:${port}`
  connectHooks(world, options.hooks ?? {})
  standIn.current = standInOver(world, server, port)
  return standIn.current
}
