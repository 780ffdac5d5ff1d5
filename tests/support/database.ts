import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { type Db, openDb } from '../../src/db/client.ts'
import { findMisplaced } from '../../src/db/place-queries.ts'

/**
 * A database of one test file: a clone of the template, dropped by `stop`, which fails when the file left anybody or any mail
 * at a place that there is not: no key looks at each of them.
 */
export type TestDatabase = { db: Db; url: string; stop: () => Promise<void> }

/** Clones the template database (some 50 ms). */
export async function testDatabase(): Promise<TestDatabase> {
  const server = process.env['TEST_POSTGRES_URL']
  if (server === undefined) throw new Error('No test PostgreSQL: run tests through `npm test`.')
  const name = `test_${randomBytes(6).toString('hex')}`
  await asAdmin(`${server}postgres`, `CREATE DATABASE ${name} TEMPLATE template_baton`)
  const url = `${server}${name}`
  const db = openDb(url)
  return {
    db,
    url,
    stop: async () => {
      const misplaced = await findMisplaced(db)
      await db.$disconnect()
      await asAdmin(`${server}postgres`, `DROP DATABASE ${name} WITH (FORCE)`)
      if (misplaced.length > 0) throw new Error(`Left at no place: ${JSON.stringify(misplaced)}`)
    },
  }
}

async function asAdmin(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
