import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { openDb } from '../../../src/db/client.ts'
import { checkReadiness } from '../../../src/operations/health/check-readiness.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { until } from '../../support/until.ts'

let database: TestDatabase
const warnings: string[] = []
const log = {
  info: () => {},
  error: () => {},
  warn: (_facts: object, message: string) => void warnings.push(message),
}
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await database.stop()
})

describe('readiness', () => {
  it('is there with a database, its migrations and its queue', async () => {
    expect(await checkReadiness({ db: database.db, log })).toEqual({ ready: true, problems: [] })
  })

  it('names a migration that the database lacks', async () => {
    const [migration] = await database.db.$queryRaw<{ migration_name: string }[]>`
      UPDATE _prisma_migrations SET finished_at = NULL RETURNING migration_name`
    const { ready, problems } = await checkReadiness({ db: database.db, log })
    await database.db.$executeRaw`UPDATE _prisma_migrations SET finished_at = now()`
    expect(ready).toBe(false)
    expect(problems).toEqual([expect.stringContaining(migration?.migration_name ?? 'none')])
  })

  it('says so while a table is locked, and leaves nothing waiting for it: others need the connections', async () => {
    await database.db.$transaction(async (tx) => {
      await tx.$executeRaw`LOCK TABLE _prisma_migrations IN ACCESS EXCLUSIVE MODE`
      const { ready } = await checkReadiness({ db: database.db, log })
      expect(ready).toBe(false)
      await until('the question to be given up', async () => {
        const [row] = await tx.$queryRaw<{ count: number }[]>`
          SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
        return row?.count === 0
      })
    })
    expect(warnings.splice(0)).toHaveLength(1)
  })

  it('misses the queue and the migrations of an empty database', async () => {
    await database.db.$executeRaw`ALTER SCHEMA pgboss RENAME TO elsewhere`
    await database.db.$executeRaw`ALTER TABLE _prisma_migrations RENAME TO elsewhere`
    const { problems } = await checkReadiness({ db: database.db, log })
    expect(problems).toEqual([expect.stringMatching(/empty.*db:migrate/), expect.stringMatching(/queue/)])
  })

  it('says so, and logs why, when nothing answers at the address', async () => {
    const away = openDb('postgresql://nobody@127.0.0.1:1/none')
    const { ready, problems } = await checkReadiness({ db: away, log })
    await away.$disconnect()
    expect({ ready, problems }).toEqual({ ready: false, problems: [expect.stringContaining('DATABASE_URL')] })
    expect(warnings).toHaveLength(1)
  })
})
