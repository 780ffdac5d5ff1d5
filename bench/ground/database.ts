import { startPostgres } from '../../sandbox/postgres/server.ts'
import { type Db, openDb } from '../../src/db/client.ts'
import { migrate } from '../../src/db/migrate.ts'
import type { Undo } from './undo.ts'

/** A database of this run alone, migrated. */
export type Ground = { db: Db; url: string }

/**
 * Starts an embedded PostgreSQL with the settings it comes with, durability included: a figure that leaves out the
 * commit's way to the disk says nothing about production.
 */
export async function startDatabase(undo: Undo, { poolSize }: { poolSize: number }): Promise<Ground> {
  const server = await startPostgres()
  undo.push(() => server.stop())
  const url = server.url('postgres')
  await migrate(url, 'prisma/migrations')
  const db = openDb(url, poolSize)
  undo.push(() => db.$disconnect())
  return { db, url }
}
