import { startPage } from '../page/server.ts'
import { freePort } from '../postgres/free-port.ts'
import { startPostgres } from '../postgres/server.ts'
import { startBatonProcess } from './baton-process.ts'
import { batonEnvironment } from './environment.ts'
import { playStory } from './play.ts'
import { readOptions, startTrouble } from './options.ts'
import type { DemoOptions } from './options.ts'
import { connectBaton, startSandbox } from './sandbox.ts'
import { makeTime } from './time.ts'
import { printStory, printWelcome } from './words.ts'
import { people } from './workspace-seed.ts'

/** Everything on this machine: database, stand-ins, Baton, and the page to watch and act on. */
async function demo(options: DemoOptions, undo: (() => Promise<void>)[]): Promise<boolean> {
  const { transport } = options
  const postgres = await startPostgres(['fsync=off', 'synchronous_commit=off'])
  undo.push(() => postgres.stop())
  const sandbox = await startSandbox({ transport })
  undo.push(() => sandbox.stop())
  const port = await freePort()
  connectBaton(sandbox, `http://127.0.0.1:${port}`, transport)
  const environment = batonEnvironment(sandbox, { databaseUrl: postgres.url('postgres'), port, transport })
  // Without the page nobody moves the clock: the story is then played on what `npm start` runs.
  const baton = await startBatonProcess(environment, options.exit ? 'src/main.ts' : 'src/cli/rehearse.ts')
  undo.push(() => baton.stop())
  if (transport === 'socket') await sandbox.slack.waitForSocket()
  if (!options.exit) {
    const page = await startPage({
      slack: sandbox.slack,
      postmark: sandbox.postmark,
      openai: sandbox.openai,
      time: makeTime({ baton: baton.clock, sandbox }),
      people: Object.values(people),
      port: options.port,
    })
    undo.push(() => page.stop())
    printWelcome({ page: page.url, baton: baton.url, databaseUrl: environment['DATABASE_URL'] ?? '' })
  }
  const ok = options.play ? printStory(await playStory(sandbox)) : true
  if (!options.exit) await Promise.race([untilInterrupted(), baton.ended])
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
  ok = await demo(readOptions(process.argv.slice(2)), undo)
} catch (error) {
  console.error(startTrouble(error))
} finally {
  for (const step of undo.toReversed()) await step()
}
process.exit(ok ? 0 : 1)
