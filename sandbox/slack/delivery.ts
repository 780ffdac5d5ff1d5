import { clientOf } from './client.ts'
import type { JsonObject } from './json.ts'
import type { PendingAck } from './snapshot-types.ts'
import type { AckRecord, DeliveryKind } from './types.ts'
import type { World } from './world.ts'

/** One thing to tell the app. */
export type Delivery = {
  of: DeliveryKind
  payload: JsonObject
  /** Who caused it; '' for events nobody in particular caused. */
  user: string
  /** In words, for the person's spinner. */
  what?: string
  place?: PendingAck['place']
  /** Events only. */
  retry?: { attempt: number; reason: string }
}

/** The app's answer, and whether it asked for no redelivery (`X-Slack-No-Retry`). */
export type Answer = { ack: AckRecord; noRetry: boolean }

/** How deliveries leave. Never rejects: what goes wrong is in the record. */
export type Transport = {
  kind: 'http' | 'socket'
  send(delivery: Delivery, limitMs: number): Promise<Answer>
}

/** Where deliveries leave; null until the app is connected. */
export type Outlet = { transport: Transport | null }

/** Hands one thing to the app, waits for the acknowledgement or the limit, and writes both down. */
export async function deliver(world: World, delivery: Delivery): Promise<Answer> {
  const started = performance.now()
  const at = world.clock.now()
  const done = startSpinner(world, delivery)
  const lateOnOrder = world.faults.takeLateAck(delivery.of)
  const sent = await send(world, delivery)
  const answer = lateOnOrder ? { ack: { kind: 'late' as const }, noRetry: false } : sent
  done()
  world.journal.add({
    kind: 'delivery',
    at,
    transport: world.outlet.transport?.kind ?? 'http',
    of: delivery.of,
    user: delivery.user,
    payload: delivery.payload,
    attempt: delivery.retry?.attempt ?? 0,
    ack: answer.ack,
    ms: Math.round((performance.now() - started) * 10) / 10,
  })
  world.changes.changed()
  return answer
}

async function send(world: World, delivery: Delivery): Promise<Answer> {
  const { transport } = world.outlet
  if (!transport) {
    return { ack: { kind: 'unreachable', reason: 'the app is not connected' }, noRetry: true }
  }
  return transport.send(delivery, world.limits.ackMs)
}

let lastSpinner = 0

function startSpinner(world: World, { of, user, what, place = null }: Delivery): () => void {
  if (user === '' || what === undefined) return () => undefined
  const client = clientOf(world, user)
  lastSpinner += 1
  const pending: PendingAck = { id: lastSpinner, what, of, place }
  client.pending.push(pending)
  world.changes.changed()
  return () => {
    client.pending = client.pending.filter((each) => each !== pending)
  }
}
