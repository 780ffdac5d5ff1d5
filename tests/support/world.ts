import { batonEnvironment } from '../../sandbox/demo/environment.ts'
import type { Transport } from '../../sandbox/demo/manifest.ts'
import { connectBaton, type Sandbox, startSandbox } from '../../sandbox/demo/sandbox.ts'
import { freePort } from '../../sandbox/postgres/free-port.ts'
import { readConfig } from '../../src/config/config.ts'
import { isZone } from '../../src/domain/local-time.ts'
import { type Baton, startBaton, type Surroundings } from '../../src/main/start.ts'
import type { Log } from '../../src/ports/log.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { patientSlack } from './patient-slack.ts'

/** A line that Baton logged. */
export type LogLine = {
  level: 'info' | 'warn' | 'error'
  facts: Readonly<Record<string, unknown>>
  message: string
}

/** Baton in this process, on a database of its own, among the stand-ins. */
export type World = Sandbox & {
  baton: Baton
  database: TestDatabase
  /** Where Baton listens. */
  url: string
  log: LogLine[]
}

/** What a walk may want otherwise: the transport, the clock, the database, and single variables of the environment. */
export type WorldOptions = {
  /** Its `url` is how Baton reaches it, `db` how the test does. */
  database?: TestDatabase
  transport?: Transport
  now?: () => Date
  /** After how long a silence Baton gives a connection to its database up. */
  silences?: Surroundings['silences']
  environment?: Readonly<Record<string, string>>
}

// Real calls have time on a busy machine; what a test wants to be lost is lost by a fault.
const patience = { BATON_SEND_TIMEOUT_SECONDS: '30', BATON_SEND_LEASE_SECONDS: '120' }

/** How long Baton leaves a call of unknown fate alone: its lease, then the settle window. Milliseconds. */
export const leftAloneMs = 126_000

/** Starts everything, as `npm run demo` does, in one process. Stop it with its `stop`. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const transport = options.transport ?? 'socket'
  const database = options.database ?? (await testDatabase())
  const sandbox = await startSandbox({ transport, slack: patientSlack })
  const port = await freePort()
  connectBaton(sandbox, `http://127.0.0.1:${port}`, transport)
  const place = { databaseUrl: database.url, port, transport }
  const environment = { ...batonEnvironment(sandbox, place), ...patience, ...options.environment }
  const config = readConfig(environment, isZone)
  const log: LogLine[] = []
  const baton = await startBaton(config, {
    log: recordingLog(log),
    ...(options.now ? { clock: { now: options.now } } : {}),
    ...(options.silences ? { silences: options.silences } : {}),
  })
  if (transport === 'socket') await sandbox.slack.waitForSocket()
  const stop = async () => {
    await baton.stop()
    await sandbox.stop()
    await database.stop()
  }
  return { ...sandbox, baton, database, url: `http://127.0.0.1:${port}`, log, stop }
}

function recordingLog(lines: LogLine[]): Log {
  const write = (level: LogLine['level']) => (facts: LogLine['facts'], message: string) => {
    lines.push({ level, facts, message })
  }
  return { info: write('info'), warn: write('warn'), error: write('error') }
}
