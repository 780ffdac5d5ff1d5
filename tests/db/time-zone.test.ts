import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { openDb } from '../../src/db/client.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
  const name = new URL(database.url).pathname.slice(1)
  await database.db.$executeRawUnsafe(`ALTER DATABASE ${name} SET timezone TO 'America/New_York'`)
})
afterAll(() => database.stop())

it('times mean the same to us and to a database whose own zone is far from UTC', async () => {
  const db = openDb(database.url, 1)
  try {
    const moment = new Date('2026-03-08T06:30:00.000Z')
    await db.sendHold.create({ data: { provider: 'email', until: moment, failures: 1, reason: 'test' } })
    const [row] = await db.$queryRaw<{ epoch: number; now: Date }[]>`
      SELECT extract(epoch FROM until)::float8 AS epoch, now() AS now FROM send_hold`
    expect((row?.epoch ?? 0) * 1000).toBe(moment.getTime())
    expect(Math.abs((row?.now.getTime() ?? 0) - Date.now())).toBeLessThan(60_000)
  } finally {
    await db.$disconnect()
  }
})
