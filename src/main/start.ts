import { fileURLToPath } from 'node:url'
import { calmLog } from '../adapters/calm-log.ts'
import { databaseClock } from '../adapters/database-clock.ts'
import { pgBossQueue } from '../adapters/pg-boss.ts'
import { pinoLog } from '../adapters/pino-log.ts'
import { createSlackClient } from '../bot/slack-client.ts'
import { slackChat } from '../bot/slack-chat.ts'
import type { Config } from '../config/config.ts'
import { type Db, openDb, openReadDb } from '../db/client.ts'
import { databaseTime } from '../db/clock-queries.ts'
import { lifeline, longestTransactionMs } from '../db/lifeline.ts'
import { migrate } from '../db/migrate.ts'
import { maxBatch } from '../domain/message.ts'
import { createHttpApp, startHttpServer } from '../http/server.ts'
import { startWorker } from '../jobs/worker.ts'
import type { Deps } from '../operations/deps.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import { buildVendors } from './adapters.ts'
import { buildHttpParts, buildSlackDoor } from './doors.ts'
import { explainStart } from './start-problem.ts'

/** A Baton that runs. `stop` undoes the start in mirrored order and lets running work finish. */
export type Baton = { port: number; deps: Deps; stop: () => Promise<void> }

/** After how long a silence connections to the database are given up: those to work with, and the queue's. Milliseconds. */
type Silences = { db: number; queue: number }

/** What tests and the sandbox may put in the place of Baton's own: the clock is the database's otherwise. */
export type Surroundings = { clock?: Clock; log?: Log; silences?: Silences }

// Nothing that the queue asks takes nearly a minute, and while its few connections wait no job begins.
const silences: Silences = { db: longestTransactionMs, queue: 60_000 }

const migrations = fileURLToPath(new URL('../../prisma/migrations', import.meta.url))

/** Starts Baton. Rejects with a sentence for the operator when something it needs is not there; then nothing runs. */
export async function startBaton(config: Config, surroundings: Surroundings = {}): Promise<Baton> {
  const log = calmLog(surroundings.log ?? pinoLog(config.logLevel))
  const undo: (() => Promise<void>)[] = []
  const stop = async () => {
    for (const step of undo.splice(0).toReversed()) await step()
  }
  try {
    const { port, deps } = await startAll({
      config,
      log,
      clock: surroundings.clock ?? null,
      undo,
      silences: surroundings.silences ?? silences,
    })
    log.info({ port, roles: [...config.roles] }, 'Baton is up')
    return { port, deps, stop }
  } catch (error) {
    await stop().catch((failure: unknown) =>
      log.error({ error: failure }, 'Stopping after a failed start failed too'),
    )
    throw explainStart(error, config)
  }
}

type Starting = {
  config: Config
  log: Log
  clock: Clock | null
  undo: (() => Promise<void>)[]
  silences: Silences
}

async function startAll(starting: Starting): Promise<{ port: number; deps: Deps }> {
  const { config, log, undo } = starting
  const applied = await migrate(config.database.url, migrations)
  if (applied.length > 0) log.info({ applied }, 'Migrations applied')
  const db = openDb(config.database.url, 10 + config.sending.lanes, { silenceMs: starting.silences.db })
  undo.push(() => db.$disconnect())
  const clock = starting.clock ?? (await followDatabase(db, { log, undo }))

  const queue = pgBossQueue({ url: config.database.url, log, lifeline: lifeline(starting.silences.queue) })
  await queue.start()
  undo.push(() => queue.stop())

  const client = createSlackClient({ token: config.slack.botToken, apiUrl: config.slack.apiUrl, log })
  const { lanes, leaseMs, settleMs } = config.sending
  const settings = {
    timeZone: config.timeZone,
    inboundAddress: config.postmark.inboundAddress,
    sendLanes: lanes,
    sendBatch: maxBatch,
    sendLeaseMs: leaseMs,
    sendTimeoutMs: config.sending.timeoutMs,
    settleWindowMs: settleMs,
  }
  const vendors = await buildVendors(config)
  const deps: Deps = { ...vendors, db, queue, clock, chat: slackChat(client), log, settings }
  if (config.roles.has('worker')) await startWorker(queue, deps)

  const slack = buildSlackDoor(config, deps)
  const readDb = openReadDb(config.database.url)
  undo.push(() => readDb.$disconnect())
  // What Slack posted is still being done when the server has closed: answers go out first.
  if (slack) undo.push(() => slack.finished())
  const parts = buildHttpParts(config, { deps, readDb, slack })
  const app = createHttpApp({ parts, log })
  const server = await startHttpServer(app, config.http)
  undo.push(() => server.close())

  if (slack) {
    undo.push(() => slack.close())
    await slack.start()
  }
  return { port: server.port, deps }
}

/** Every process goes by the database's clock, so that none takes another's work for old. */
async function followDatabase(db: Db, { log, undo }: Pick<Starting, 'log' | 'undo'>): Promise<Clock> {
  const clock = await databaseClock({ ask: () => databaseTime(db), log })
  undo.push(() => Promise.resolve(clock.stop()))
  return clock
}
