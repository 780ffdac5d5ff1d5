import { randomUUID } from 'node:crypto'
import type { RawData, WebSocket } from 'ws'
import type { Answer, Delivery, Transport } from './delivery.ts'
import { isObject, parseJson, stringAt } from './json.ts'
import type { AckRecord } from './types.ts'

/** The app's Socket Mode connections. Slack keeps at most 10 and gives each payload to any one of them. */
export type SocketHub = Transport & {
  /** Takes over an upgraded connection and says hello. */
  accept(socket: WebSocket): void
  connections(): number
  disconnect: (reason: string) => void
  dropConnections: () => void
  /** Says goodbye to every connection and waits until they are closed. */
  stop(): Promise<void>
}

export const mostConnections = 10

/** Slack's own pings; the app's watchdog allows 30 s between two. */
const pingMs = 10_000
/** How long a connection that was asked to leave is still served. */
const leaveMs = 10_000

type Connection = { socket: WebSocket; leaving: boolean }
type Waiting = Map<string, (ack: AckRecord) => void>

export function socketHub(appId: string, changed: () => void): SocketHub {
  const open: Connection[] = []
  const waiting: Waiting = new Map()
  let turn = 0
  let stopped = false
  const pinger = startPings(open)

  const pick = (): Connection | undefined => {
    const staying = open.filter((each) => !each.leaving)
    const among = staying.length > 0 ? staying : open
    turn += 1
    return among[turn % among.length]
  }

  return {
    kind: 'socket',
    accept(socket) {
      const connection: Connection = { socket, leaving: false }
      open.push(connection)
      socket.on('message', (data) => readAck(data, waiting))
      socket.on('error', () => socket.terminate())
      socket.on('close', () => {
        open.splice(open.indexOf(connection), 1)
        changed()
      })
      socket.send(hello(appId, open.length))
      changed()
    },
    async send(delivery, limitMs) {
      // While connections are being closed nobody answers on them any more, and what waits would keep the process alive.
      const connection = stopped ? undefined : pick()
      if (!connection) {
        const reason = 'the app has no open Socket Mode connection'
        return { ack: { kind: 'unreachable', reason }, noRetry: true }
      }
      return { ack: await exchange(connection.socket, waiting, { delivery, limitMs }), noRetry: false }
    },
    connections: () => open.length,
    disconnect(reason) {
      for (const connection of open) askToLeave(connection, reason)
    },
    dropConnections() {
      for (const { socket } of open) socket.terminate()
    },
    async stop() {
      stopped = true
      clearInterval(pinger)
      for (const settle of waiting.values()) settle({ kind: 'unreachable', reason: 'the stand-in stopped' })
      await Promise.all(open.map(async ({ socket }) => closeGently(socket)))
    },
  }
}

function startPings(open: readonly Connection[]): NodeJS.Timeout {
  return setInterval(() => {
    for (const { socket } of open) socket.ping()
  }, pingMs).unref()
}

/** A cut instead of a closing handshake leaves Slack's own client waiting 30 s for it when it stops. */
async function closeGently(socket: WebSocket): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => socket.terminate(), 1000)
    socket.once('close', () => {
      clearTimeout(timer)
      resolve()
    })
    socket.close(1001)
  })
}

const hello = (appId: string, connections: number): string =>
  JSON.stringify({
    type: 'hello',
    num_connections: connections,
    debug_info: { host: 'applink-stand-in', build_number: 1, approximate_connection_time: 18_060 },
    connection_info: { app_id: appId },
  })

function askToLeave(connection: Connection, reason: string): void {
  connection.leaving = true
  connection.socket.send(
    JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'applink-stand-in' } }),
  )
  setTimeout(() => connection.socket.close(), leaveMs).unref()
}

const envelopeTypes = { command: 'slash_commands', event: 'events_api' } as const

async function exchange(
  socket: WebSocket,
  waiting: Waiting,
  { delivery, limitMs }: { delivery: Delivery; limitMs: number },
): Promise<Answer['ack']> {
  const { of, payload, retry } = delivery
  const envelopeId = randomUUID()
  const type = of === 'command' || of === 'event' ? envelopeTypes[of] : 'interactive'
  return new Promise((resolve) => {
    const settle = (ack: AckRecord): void => {
      clearTimeout(timer)
      waiting.delete(envelopeId)
      resolve(ack)
    }
    const timer = setTimeout(() => settle({ kind: 'late' }), limitMs)
    waiting.set(envelopeId, settle)
    socket.send(
      JSON.stringify({
        envelope_id: envelopeId,
        type,
        accepts_response_payload: of !== 'event',
        payload,
        ...(of === 'event'
          ? { retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? '' }
          : undefined),
      }),
    )
  })
}

function readAck(data: RawData, waiting: Waiting): void {
  const message = parseJson(rawText(data))
  if (!isObject(message)) return
  const settle = waiting.get(stringAt(message, 'envelope_id'))
  const body = message['payload']
  settle?.({
    kind: 'acknowledged',
    body: isObject(body) && Object.keys(body).length === 0 ? null : (body ?? null),
  })
}

function rawText(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8')
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data).toString('utf8')
}
