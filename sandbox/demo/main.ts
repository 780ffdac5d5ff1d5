import { startPage } from '../page/server.ts'
import { freePort } from '../postgres/free-port.ts'
import { startPostgres } from '../postgres/server.ts'
import { startBatonProcess } from './baton-process.ts'
import { batonEnvironment } from './environment.ts'
import { beginLife, type Life } from './life.ts'
import { playStory } from './play.ts'
import { readOptions, startTrouble } from './options.ts'
import type { DemoOptions } from './options.ts'
import { connectBaton, startSandbox } from './sandbox.ts'
import { makeTime } from './time.ts'
import { printStory, printWelcome } from './words.ts'
import { people } from './workspace-seed.ts'

/** Everything on this machine: database, stand-ins, Baton, and the page to watch and act on. */
async function demo(options: DemoOptions, { begin, ended }: Life): Promise<void> {
  const { transport } = options
  const postgres = await begin(() => startPostgres(['fsync=off', 'synchronous_commit=off'], 'own-group'))
  const sandbox = await begin(() => startSandbox({ transport }))
  const port = await freePort()
  connectBaton(sandbox, `http://127.0.0.1:${port}`, transport)
  const environment = batonEnvironment(sandbox, { databaseUrl: postgres.url('postgres'), port, transport })
  // Without the page nobody moves the clock: the story is then played on what `npm start` runs.
  const entry = options.exit ? 'src/main.ts' : 'src/cli/rehearse.ts'
  const baton = await begin(() => startBatonProcess(environment, entry))
  if (transport === 'socket') await sandbox.slack.waitForSocket()
  if (!options.exit) {
    const { slack, postmark, openai } = sandbox
    const time = makeTime({ baton: baton.clock, sandbox })
    const shown = { slack, postmark, openai, time, people: Object.values(people) }
    const page = await begin(() => startPage({ ...shown, port: options.port }))
    printWelcome({ page: page.url, baton: baton.url, databaseUrl: environment['DATABASE_URL'] ?? '' })
  }
  if (options.play) isFine = printStory(await playStory(sandbox))
  if (!options.exit) await Promise.race([ended, baton.ended])
}

const life = beginLife()
let isFine = false
try {
  const options = readOptions(process.argv.slice(2))
  isFine = !options.play
  await Promise.race([demo(options, life), life.ended])
} catch (error) {
  isFine = false
  console.error(startTrouble(error))
} finally {
  await life.end()
}
process.exit(isFine ? 0 : 1)
