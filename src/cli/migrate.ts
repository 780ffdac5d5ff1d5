import { fileURLToPath } from 'node:url'
import { ConfigError } from '../config/config-error.ts'
import { readDatabaseUrl } from '../config/config.ts'
import { migrate } from '../db/migrate.ts'

const migrations = fileURLToPath(new URL('../../prisma/migrations', import.meta.url))

try {
  const applied = await migrate(readDatabaseUrl(process.env), migrations)
  console.log(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}`)
} catch (error) {
  console.error(
    error instanceof ConfigError ? error.message : `The migrations were not applied: ${String(error)}`,
  )
  process.exitCode = 1
}
