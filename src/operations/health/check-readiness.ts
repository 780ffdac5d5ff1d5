import type { Db } from '../../db/client.ts'
import { pendingMigrations } from '../../db/migrate.ts'
import type { Deps } from '../deps.ts'

const migrations = `${import.meta.dirname}/../../../prisma/migrations`
// Whoever asks polls every few seconds and must hear "no" while the database is silent, not wait for it.
const patienceMs = 3_000

const empty = 'The database is empty. Run: npm run db:migrate'
const noQueue = 'The queue has no tables. A process with the role worker makes them when it starts.'

/** Whether this process can do its work now; each problem is a sentence for an operator. Never throws. */
export async function checkReadiness({ db, log }: Pick<Deps, 'db' | 'log'>): Promise<{
  ready: boolean
  problems: string[]
}> {
  const problems = await withinPatience(problemsOf(db)).catch((error: unknown) => {
    log.warn({ error }, 'Not ready: the database did not answer')
    return ['The database does not answer. Check that it runs and that DATABASE_URL leads to it.']
  })
  return { ready: problems.length === 0, problems }
}

async function problemsOf(db: Db): Promise<string[]> {
  const [found] = await db.$queryRaw<{ history: boolean; queue: boolean }[]>`
    SELECT to_regclass('_prisma_migrations') IS NOT NULL AS history, to_regclass('pgboss.job') IS NOT NULL AS queue`
  const problems = found?.history === true ? await migrationProblems(db) : [empty]
  return found?.queue === true ? problems : [...problems, noQueue]
}

async function migrationProblems(db: Db): Promise<string[]> {
  const pending = await pendingMigrations((sql) => db.$queryRawUnsafe(sql), migrations)
  return pending.length === 0 ? [] : [`The database lacks ${pending.join(', ')}. Run: npm run db:migrate`]
}

async function withinPatience<T>(work: Promise<T>): Promise<T> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    reject(new Error(`No answer within ${patienceMs} ms`))
  }, patienceMs)
  try {
    return await Promise.race([work, tooLate])
  } finally {
    clearTimeout(timer)
  }
}
