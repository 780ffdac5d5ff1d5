import { parseArgs } from 'node:util'
import { startPage } from '../page/server.ts'
import { freePort, startPostgres } from '../postgres/server.ts'
import { startBatonProcess } from './baton-process.ts'
import { batonEnvironment } from './environment.ts'
import { playStory } from './play.ts'
import type { Transport } from './manifest.ts'
import { connectBaton, startSandbox } from './sandbox.ts'
import { printStory, printWelcome } from './words.ts'
import { people } from './workspace-seed.ts'

const { values } = parseArgs({
  options: {
    play: { type: 'boolean', default: false },
    exit: { type: 'boolean', default: false },
    transport: { type: 'string', default: 'socket' },
    port: { type: 'string', default: '4000' },
  },
})

/** Everything on this machine: database, stand-ins, Baton, and the page to watch and act on. */
async function demo(undo: (() => Promise<void>)[]): Promise<boolean> {
  const transport: Transport = values.transport === 'http' ? 'http' : 'socket'
  const postgres = await startPostgres(['fsync=off', 'synchronous_commit=off'])
  undo.push(() => postgres.stop())
  const sandbox = await startSandbox({ transport })
  undo.push(() => sandbox.stop())
  const port = await freePort()
  connectBaton(sandbox, `http://127.0.0.1:${port}`, transport)
  const environment = batonEnvironment(sandbox, { databaseUrl: postgres.url('postgres'), port, transport })
  const baton = await startBatonProcess(environment)
  undo.push(() => baton.stop())
  if (transport === 'socket') await sandbox.slack.waitForSocket()
  if (!values.exit) {
    const page = await startPage({
      slack: sandbox.slack,
      postmark: sandbox.postmark,
      openai: sandbox.openai,
      people: Object.values(people),
      port: Number(values.port),
    })
    undo.push(() => page.stop())
    printWelcome({ page: page.url, baton: baton.url, databaseUrl: environment['DATABASE_URL'] ?? '' })
  }
  const ok = values.play ? printStory(await playStory(sandbox)) : true
  if (!values.exit) await Promise.race([untilInterrupted(), baton.ended])
  return ok
}

async function untilInterrupted(): Promise<void> {
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
}

const undo: (() => Promise<void>)[] = []
let ok = false
try {
  ok = await demo(undo)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
} finally {
  for (const step of undo.toReversed()) await step()
}
process.exit(ok ? 0 : 1)
