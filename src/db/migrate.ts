import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'

// Any number, the same in every process: two that start together must not migrate together.
const advisoryLock = 7_204_166_231

const migrationTable = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id varchar(36) PRIMARY KEY NOT NULL, checksum varchar(64) NOT NULL, finished_at timestamptz,
    migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
    started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`

type Migration = { name: string; sql: string; checksum: string }

/**
 * Applies what is new in `directory` (Prisma's layout: one folder each, `migration.sql` inside), in order, each in a
 * transaction, and records it in `_prisma_migrations` as Prisma does. Returns the names applied.
 * Throws when an applied migration was edited afterwards.
 */
export async function migrate(url: string, directory: string): Promise<string[]> {
  const client = new Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [advisoryLock])
    await client.query(migrationTable)
    return await applyPending(client, await readMigrations(directory))
  } finally {
    await client.end()
  }
}

/** Names of the migrations in `directory` that the database does not have yet. */
export async function pendingMigrations(
  query: (sql: string) => Promise<{ migration_name: string }[]>,
  directory: string,
): Promise<string[]> {
  const rows = await query('SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL')
  const applied = new Set(rows.map((row) => row.migration_name))
  return (await migrationNames(directory)).filter((name) => !applied.has(name))
}

async function migrationNames(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted()
}

async function readMigrations(directory: string): Promise<Migration[]> {
  return Promise.all(
    (await migrationNames(directory)).map(async (name) => {
      const sql = await readFile(join(directory, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

async function applyPending(client: Client, migrations: Migration[]): Promise<string[]> {
  const { rows } = await client.query<{ migration_name: string; checksum: string }>(
    'SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL',
  )
  const applied = new Map(rows.map((row) => [row.migration_name, row.checksum]))
  const edited = migrations.find((m) => applied.has(m.name) && applied.get(m.name) !== m.checksum)
  if (edited)
    throw new Error(`Migration ${edited.name} was edited after it had been applied. Add a new one instead.`)
  const pending = migrations.filter((m) => !applied.has(m.name))
  for (const migration of pending) await applyOne(client, migration)
  return pending.map((m) => m.name)
}

async function applyOne(client: Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('BEGIN')
  try {
    await client.query(sql)
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), 1)`,
      [randomUUID(), checksum, name],
    )
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw new Error(`Migration ${name} failed and was rolled back`, { cause: error })
  }
}
