import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { batonEnvironment } from '../../sandbox/demo/environment.ts'
import { connectBaton, type Sandbox, startSandbox } from '../../sandbox/demo/sandbox.ts'
import { freePort } from '../../sandbox/postgres/free-port.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

let sandbox: Sandbox
let database: TestDatabase
let environment: Record<string, string>

beforeAll(async () => {
  sandbox = await startSandbox({ transport: 'socket' })
  database = await testDatabase()
  const port = await freePort()
  connectBaton(sandbox, `http://127.0.0.1:${port}`, 'socket')
  environment = batonEnvironment(sandbox, { databaseUrl: database.url, port, transport: 'socket' })
})
afterAll(async () => {
  await sandbox.stop()
  await database.stop()
})

/** Starts Baton as `npm start` does, with some variables otherwise, and waits for its end. */
async function start(otherwise: Record<string, string>): Promise<{ status: number | null; words: string }> {
  const child = spawn(process.execPath, ['src/main.ts'], {
    env: { ...environment, ...otherwise },
    stdio: 'pipe',
  })
  child.stdin.end()
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', resolve)
  })
  const words = await text(child.stderr)
  return { status: await ended, words }
}

const databaseUrl = (change: (url: URL) => void): string => {
  const url = new URL(environment['DATABASE_URL'] ?? '')
  change(url)
  return url.href
}

describe('Baton refuses to start with status 1 and a sentence, never a stack', () => {
  it('naming every mistake of the environment at once, with its remedy and without what was given', async () => {
    const { status, words } = await start({
      DATABASE_URL: 'mysql://secret@db',
      SLACK_BOT_TOKEN: 'nonsense-token',
      PORT: 'eighty',
      APP_SECRET: '',
    })
    expect(status).toBe(1)
    for (const variable of ['DATABASE_URL', 'SLACK_BOT_TOKEN', 'PORT', 'APP_SECRET'])
      expect(words).toContain(variable)
    expect(words).not.toMatch(/ {4}at |nonsense-token|mysql:\/\/secret/)
  })

  it('when its port is taken', async () => {
    const port = await freePort()
    const other = createServer().listen(port, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const { status, words } = await start({ PORT: String(port) })
    other.close()
    expect(status).toBe(1)
    expect(words).toMatch(new RegExp(`^Port ${port} is taken by another program\\..*set PORT`))
    expect(words).not.toMatch(/ {4}at /)
  })

  it('when nothing answers at the database', async () => {
    const port = await freePort()
    const { status, words } = await start({ DATABASE_URL: databaseUrl((url) => (url.port = String(port))) })
    expect(status).toBe(1)
    expect(words).toMatch(
      /^The database at 127\.0\.0\.1:\d+ cannot be used: nothing answers there\. Start PostgreSQL/,
    )
    expect(words).not.toMatch(/ {4}at /)
  })

  it('when the database refuses the password', async () => {
    const { status, words } = await start({ DATABASE_URL: databaseUrl((url) => (url.password = 'wrong')) })
    expect(status).toBe(1)
    expect(words).toMatch(/^The database at .* cannot be used: it refuses the password\./)
  })

  it('when the database is not there', async () => {
    const { status, words } = await start({ DATABASE_URL: databaseUrl((url) => (url.pathname = '/nowhere')) })
    expect(status).toBe(1)
    expect(words).toMatch(/has no such database\. Create it/)
  })

  it('when Slack refuses its tokens', async () => {
    const { status, words } = await start({ SLACK_BOT_TOKEN: 'xoxb-wrong' })
    expect(status).toBe(1)
    expect(words).toMatch(/Slack cannot be used: .*invalid_auth.*Check the SLACK_ variables/)
    expect(words).not.toMatch(/ {4}at /)
  })
})
