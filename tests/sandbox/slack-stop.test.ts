import { once } from 'node:events'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import WebSocket, { WebSocketServer } from 'ws'
import { type SocketHub, socketHub } from '../../sandbox/slack/delivery-socket.ts'

let hub: SocketHub
let server: WebSocketServer
beforeEach(async () => {
  hub = socketHub('A1', () => {})
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  server.on('connection', (socket) => hub.accept(socket))
  await once(server, 'listening')
})
afterEach(() => server.close())

/** An app that takes what it is sent and acknowledges nothing. */
async function silentApp(): Promise<WebSocket> {
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('No port')
  const app = new WebSocket(`ws://127.0.0.1:${address.port}`)
  await once(app, 'message')
  return app
}

it('a stand-in that stops has nobody wait for an app: not for what is under way, and for nothing after that', async () => {
  const app = await silentApp()
  const closed = once(app, 'close')
  const event = { of: 'event', user: '', payload: {} } as const
  const first = hub.send(event, 60_000)
  await once(app, 'message')
  const stopped = hub.stop()
  // Slack tells an event again that was not taken, while the connection is still being closed.
  const again = hub.send(event, 100)
  expect((await first).ack).toMatchObject({ kind: 'unreachable' })
  expect(await again).toMatchObject({ ack: { kind: 'unreachable' }, noRetry: true })
  await Promise.all([stopped, closed])
})
