import type { Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { PgBoss, fromPrisma } from 'pg-boss'
import type { EnqueueOptions, JobKind, JobRunner, Queue } from '../ports/jobs.ts'
import { jobs } from '../ports/jobs.ts'
import type { Log } from '../ports/log.ts'

/** What a transaction must offer for a job to be enqueued in it: Prisma's does. */
type Transaction = Parameters<typeof fromPrisma>[0]

/** The queue in Postgres: enqueueing for all processes, running for those that work. */
export type PgBossQueue = Queue<Transaction> &
  JobRunner & { start: () => Promise<void>; stop: () => Promise<void> }

// Longer than any job should need to reach its next safe point; what is still running then is freed by its heartbeat.
const stopTimeoutMs = 30_000
const askAgainMs = 500

/** `lifeline`: settings of `pg` that pg-boss hands on, by which a connection finds out that nobody is at its other end. */
type QueueSettings = {
  url: string
  log: Log
  lifeline?: { keepAlive: boolean; connectionTimeoutMillis: number; stream: () => Socket }
}

/**
 * pg-boss 12 on `url`. It gives wake-ups, retries and schedules; its completion is not fenced, so what is true about
 * a message or a handover is in our own rows.
 */
export function pgBossQueue({ url, log, lifeline }: QueueSettings): PgBossQueue {
  const boss = new PgBoss({ ...lifeline, connectionString: url, useListenNotify: true, max: 4 })
  const stopping = new AbortController()
  // Without a listener a lost connection would end the process; pg-boss reconnects by itself.
  boss.on('error', (error) => log.error({ fault: wordsOf(error) }, 'The queue reports a fault'))
  return {
    start: () => startBoss(boss),
    // Long jobs end at their next safe point; short ones run to their end.
    stop: () => {
      stopping.abort()
      return boss.stop({ graceful: true, timeout: stopTimeoutMs })
    },
    enqueue: (tx, job, request) => enqueue({ boss, tx, job }, request),
    work: (job, handler, concurrency) =>
      work({ boss, log, concurrency, stopping: stopping.signal }, job, handler),
    every: async (job, cron) => {
      await boss.schedule(job.name, cron, {}, { missed: 'once', singletonKey: 'clock' })
    },
  }
}

// pg-boss hands on copies that are no errors any more, and every worker adds its own name to the words.
const wordsOf = ({ message }: { message: string }): string => message.replace(/ \(Queue: .*\)$/, '')

async function startBoss(boss: PgBoss): Promise<void> {
  await boss.start()
  for (const job of Object.values(jobs)) {
    const options = {
      // One waiting and one running per key: the running one may have read the row before the latest change.
      policy: job.once === 'never' ? ('standard' as const) : ('stately' as const),
      retryLimit: job.retryLimit,
      retryDelay: 2,
      retryBackoff: true,
      retryDelayMax: 900,
      expireInSeconds: job.expireSeconds,
      heartbeatSeconds: 20,
      notify: true,
    }
    await boss.createQueue(job.name, options)
    const { policy: _policy, ...changeable } = options
    await boss.updateQueue(job.name, changeable)
  }
}

type Request = EnqueueOptions & { payload: object }
type Enqueueing = { boss: PgBoss; tx: Transaction; job: Pick<JobKind<unknown>, 'name' | 'once'> }

async function enqueue({ boss, tx, job }: Enqueueing, request: Request): Promise<void> {
  const { payload, afterSeconds } = request
  const key = request.key ?? (job.once === 'per-key' ? Object.values(payload).join(':') : undefined)
  const send = async () =>
    boss.send(job.name, payload, {
      db: fromPrisma(tx),
      ...(key === undefined ? {} : { singletonKey: key }),
      ...(afterSeconds === undefined ? {} : { startAfter: afterSeconds }),
    })
  // Between finding that one waits and holding it, that one may have been taken: then there is room for ours.
  while ((await send()) === null && job.once === 'per-key' && !request.ifNoneWaits) {
    if (await holdWaiting(tx, job.name, { key: key ?? '', afterSeconds: afterSeconds ?? 0 })) return
  }
}

/**
 * Brings the job that waits under a key forward to when another is wanted. Locking its row also keeps it from starting
 * before this transaction has committed: it would find the world as it was. False when none waits any more.
 */
async function holdWaiting(
  tx: Transaction,
  name: string,
  { key, afterSeconds }: { key: string; afterSeconds: number },
): Promise<boolean> {
  const { rows } = await fromPrisma(tx).executeSql(
    `WITH wanted AS (SELECT pgboss.job_now() + make_interval(secs => $3) AS at), waiting AS (
       SELECT id, start_after FROM pgboss.job
       WHERE name = $1 AND singleton_key = $2 AND state = 'created' FOR UPDATE
     ), sooner AS (
       UPDATE pgboss.job j SET start_after = wanted.at FROM waiting, wanted
       WHERE j.name = $1 AND j.id = waiting.id AND waiting.start_after > wanted.at
     )
     SELECT id FROM waiting`,
    [name, key, afterSeconds],
  )
  return rows.length > 0
}

/**
 * Waits until the queue's database answers. A failure that is told while it is away is not heard, and the job would keep its
 * key until its heartbeat is missed: nobody else would send for that lane meanwhile.
 */
async function untilHeard(boss: PgBoss, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    try {
      await boss.getDb().executeSql('SELECT 1')
      return
    } catch {
      await setTimeout(askAgainMs)
    }
  }
}

type Working = { boss: PgBoss; log: Log; concurrency: number; stopping: AbortSignal }

async function work<Payload>(
  { boss, log, concurrency, stopping }: Working,
  job: JobKind<Payload>,
  handler: (payload: Payload, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const options = {
    localConcurrency: concurrency,
    pollingIntervalSeconds: 1,
    notifyPollingIntervalSeconds: 1,
  }
  await boss.work(job.name, options, async ([taken]) => {
    if (!taken) return
    const started = performance.now()
    try {
      await handler(job.payload.parse(taken.data), AbortSignal.any([taken.signal, stopping]))
    } catch (error) {
      log.error({ job: job.name, jobId: taken.id, attempt: taken.retryCount, error }, 'A job failed')
      await untilHeard(boss, stopping)
      throw error
    }
    log.info({ job: job.name, jobId: taken.id, ms: Math.round(performance.now() - started) }, 'A job is done')
  })
}
