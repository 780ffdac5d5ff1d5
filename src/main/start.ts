import { fileURLToPath } from 'node:url'
import { calmLog } from '../adapters/calm-log.ts'
import { pgBossQueue } from '../adapters/pg-boss.ts'
import { pinoLog } from '../adapters/pino-log.ts'
import { createSlackClient } from '../bot/slack-client.ts'
import { slackChat } from '../bot/slack-chat.ts'
import type { Config } from '../config/config.ts'
import { openDb, openReadDb } from '../db/client.ts'
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

/** What tests and the sandbox may put in the place of the machine's own. */
export type Surroundings = { clock?: Clock; log?: Log }

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
      clock: surroundings.clock ?? { now: () => new Date() },
      undo,
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

type Starting = { config: Config; log: Log; clock: Clock; undo: (() => Promise<void>)[] }

async function startAll({ config, log, clock, undo }: Starting): Promise<{ port: number; deps: Deps }> {
  const applied = await migrate(config.database.url, migrations)
  if (applied.length > 0) log.info({ applied }, 'Migrations applied')
  const db = openDb(config.database.url, 10 + config.sending.lanes)
  undo.push(() => db.$disconnect())

  const queue = pgBossQueue({ url: config.database.url, log })
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
