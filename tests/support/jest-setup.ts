import { Client } from 'pg'
import { PgBoss } from 'pg-boss'
import { type EmbeddedServer, startPostgres } from '../../sandbox/postgres/server.ts'
import { migrate } from '../../src/db/migrate.ts'

declare global {
  var testPostgres: EmbeddedServer | undefined
}

/** Starts one PostgreSQL for the whole run and makes the template that every test file clones. */
export default async function setup(): Promise<void> {
  // Durability is switched off: these databases live for seconds.
  const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200']
  const server = await startPostgres(settings)
  globalThis.testPostgres = server
  const admin = new Client({ connectionString: server.url('postgres') })
  await admin.connect()
  await admin.query('CREATE DATABASE template_baton')
  await admin.end()
  const url = server.url('template_baton')
  await migrate(url, 'prisma/migrations')
  const boss = new PgBoss({ connectionString: url, supervise: false, schedule: false })
  await boss.start()
  await boss.stop({ graceful: false })
  process.env['TEST_POSTGRES_URL'] = server.url('')
}
