import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { healthRoutes } from '../../src/http/health.ts'
import { createHttpApp, type HttpServer, startHttpServer } from '../../src/http/server.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { quietLog } from '../support/quiet-log.ts'

let database: TestDatabase
let server: HttpServer
let asked = 0
let now = new Date('2026-11-23T09:00:00Z')
const clock = { now: () => now }
const pass = (ms: number) => {
  now = new Date(now.getTime() + ms)
}
beforeAll(async () => {
  database = await testDatabase()
  const { log } = quietLog()
  const db = new Proxy(database.db, {
    get: (target, name): unknown => {
      if (name === '$transaction') asked += 1
      return Reflect.get(target, name)
    },
  })
  const app = createHttpApp({ parts: [healthRoutes({ db, log, clock })], log })
  server = await startHttpServer(app, { port: 0, host: '127.0.0.1' })
})
afterAll(async () => {
  await server.close()
  await database.stop()
})

async function ask(path: string): Promise<[number, unknown]> {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`)
  return [response.status, await response.json()]
}

/** How often the database was asked meanwhile. */
async function askedDuring(work: () => Promise<unknown>): Promise<number> {
  const before = asked
  await work()
  return asked - before
}

describe('the health addresses', () => {
  it('tell that the process is alive and can work', async () => {
    expect(await ask('/healthz')).toEqual([200, { alive: true }])
    expect(await ask('/readyz')).toEqual([200, { ready: true, problems: [] }])
  })

  it('ask the database once for all who ask at the same time, and at most once a second', async () => {
    const crowd = () => Promise.all(Array.from({ length: 20 }, () => ask('/readyz')))
    pass(1_000)
    expect(await askedDuring(crowd)).toBe(1)
    pass(999)
    expect(await askedDuring(crowd)).toBe(0)
    pass(1)
    expect(await askedDuring(crowd)).toBe(1)
  })

  it('tell why it cannot, while it stays alive', async () => {
    pass(1_000)
    await database.db.$executeRaw`ALTER SCHEMA pgboss RENAME TO elsewhere`
    expect(await ask('/readyz')).toEqual([
      503,
      { ready: false, problems: [expect.stringContaining('queue')] },
    ])
    expect(await ask('/healthz')).toEqual([200, { alive: true }])
  })
})
