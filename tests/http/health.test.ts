import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { healthRoutes } from '../../src/http/health.ts'
import { createHttpApp, type HttpServer, startHttpServer } from '../../src/http/server.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { quietLog } from '../support/quiet-log.ts'

let database: TestDatabase
let server: HttpServer
beforeAll(async () => {
  database = await testDatabase()
  const { log } = quietLog()
  const app = createHttpApp({ parts: [healthRoutes({ db: database.db, log })], log })
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

describe('the health addresses', () => {
  it('tell that the process is alive and can work', async () => {
    expect(await ask('/healthz')).toEqual([200, { alive: true }])
    expect(await ask('/readyz')).toEqual([200, { ready: true, problems: [] }])
  })

  it('tell why it cannot, while it stays alive', async () => {
    await database.db.$executeRaw`ALTER SCHEMA pgboss RENAME TO elsewhere`
    expect(await ask('/readyz')).toEqual([
      503,
      { ready: false, problems: [expect.stringContaining('queue')] },
    ])
    expect(await ask('/healthz')).toEqual([200, { alive: true }])
  })
})
