import { randomUUID } from 'node:crypto'

import { closeConnections, openConnections } from './http-post.ts'
import type { Connections, PostResult } from './http-post.ts'
import { attemptPost, firstAttempt, recordAttempt } from './post-attempt.ts'
import type { Post, PostNeeds, Waiting } from './post-attempt.ts'
import { shuffled } from './random.ts'
import type { WebhookAttempt, Webhooks } from './watch-types.ts'

/** The outgoing queue, with its sending side. */
export type Outbox = Webhooks & {
  add(post: Post): void
  /** One probe, outside the queue and without retries. */
  probe(post: Post): Promise<PostResult>
  clear(): void
  stop(): void
}

type Queue = PostNeeds & {
  readonly connections: Connections
  readonly posted: WeakMap<WebhookAttempt, Post>
  waiting: Waiting[]
  /** Index of the next in `waiting`: taking from the front must stay cheap. */
  head: number
  inFlight: number
  retrying: number
  paused: boolean
  /** Counts clearings, so that what was under way then is forgotten when it comes back. */
  generation: number
  idlers: (() => void)[]
}

const minuteMs = 60_000

const take = (queue: Queue): Waiting | undefined => {
  const next = queue.waiting[queue.head]
  if (next === undefined) return undefined
  queue.head += 1
  if (queue.head > 1000 && queue.head * 2 > queue.waiting.length) {
    queue.waiting = queue.waiting.slice(queue.head)
    queue.head = 0
  }
  return next
}

const retryLater = (queue: Queue, waiting: Waiting): void => {
  const minutes = waiting.post.rules.retryMinutes[waiting.attempt - 1] ?? 0
  waiting.attempt += 1
  queue.retrying += 1
  queue.clock.after(minutes * minuteMs, () => {
    queue.retrying -= 1
    queue.waiting.push(waiting)
    pump(queue)
  })
}

const deliver = async (queue: Queue, waiting: Waiting): Promise<void> => {
  const { generation } = queue
  queue.inFlight += 1
  const result = await attemptPost(queue.connections, queue.settings, waiting)
  if (generation !== queue.generation) return
  queue.inFlight -= 1
  const entry = recordAttempt(queue, waiting, result)
  queue.posted.set(entry, waiting.post)
  if (entry.outcome === 'will-retry') retryLater(queue, waiting)
  else waiting.post.settled?.(entry.outcome === 'delivered')
  pump(queue)
}

const pump = (queue: Queue): void => {
  while (!queue.paused && queue.inFlight < queue.settings.webhookConcurrency) {
    const next = take(queue)
    if (next === undefined) break
    void deliver(queue, next)
  }
  if (queue.inFlight > 0 || queue.idlers.length === 0) return
  // What is due this very moment, such as the delivery of a mail just sent, is not idle yet.
  queue.clock.advance(0)
  if (queue.inFlight > 0) return
  const { idlers } = queue
  queue.idlers = []
  for (const resolve of idlers) resolve()
}

const add = (queue: Queue, post: Post, traceId: string): void => {
  for (let copy = 0; copy <= queue.settings.duplicateWebhooks; copy += 1) {
    queue.waiting.push(firstAttempt(post, traceId))
  }
  pump(queue)
}

const repeat = (queue: Queue, traceId: string): void => {
  const first = queue.journal.attempts().find((attempt) => attempt.traceId === traceId)
  const post = first === undefined ? undefined : queue.posted.get(first)
  if (first === undefined || post === undefined) throw new Error(`No webhook was posted as ${traceId}.`)
  const { target, recordType, rules } = post
  add(queue, { target, recordType, rules, payload: () => first.payload }, traceId)
}

const resume = (queue: Queue, order: 'as-happened' | 'reversed' | 'shuffled'): void => {
  const held = queue.waiting.slice(queue.head)
  if (order === 'reversed') held.reverse()
  queue.waiting = order === 'shuffled' ? shuffled(held, queue.random) : held
  queue.head = 0
  queue.paused = false
  pump(queue)
}

const clear = (queue: Queue): void => {
  const empty = { waiting: [], head: 0, inFlight: 0, retrying: 0, paused: false }
  Object.assign(queue, empty, { generation: queue.generation + 1 })
  pump(queue)
}

const probe = async (queue: Queue, post: Post): Promise<PostResult> => {
  const waiting = firstAttempt(post, randomUUID())
  const result = await attemptPost(queue.connections, queue.settings, waiting)
  recordAttempt(queue, waiting, result)
  return result
}

/** An empty queue. At most `settings.webhookConcurrency` posts are under way at once. */
export const createOutbox = (needs: PostNeeds): Outbox => {
  const queue: Queue = {
    ...needs,
    connections: openConnections(),
    posted: new WeakMap(),
    waiting: [],
    head: 0,
    inFlight: 0,
    retrying: 0,
    paused: false,
    generation: 0,
    idlers: [],
  }
  return {
    add: (post) => add(queue, post, randomUUID()),
    probe: async (post) => probe(queue, post),
    idle: async () =>
      new Promise((resolve) => {
        queue.idlers.push(resolve)
        pump(queue)
      }),
    pending: () => ({
      queued: queue.waiting.length - queue.head,
      inFlight: queue.inFlight,
      retrying: queue.retrying,
    }),
    repeat: (traceId) => repeat(queue, traceId),
    pause: () => {
      queue.paused = true
    },
    resume: (how) => resume(queue, how?.order ?? 'as-happened'),
    clear: () => clear(queue),
    stop: () => {
      clear(queue)
      closeConnections(queue.connections)
    },
  }
}
