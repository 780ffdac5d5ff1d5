import type { Db, Tx } from '../../db/client.ts'
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
  const problems = await withinPatience(askBriefly(db)).catch((error: unknown) => {
    log.warn({ error }, 'Not ready: the database did not answer')
    return ['The database does not answer. Check that it runs and that DATABASE_URL leads to it.']
  })
  return { ready: problems.length === 0, problems }
}

/** The database itself ends a question that takes too long, or the next ones would take one connection after the other. */
async function askBriefly(db: Db): Promise<string[]> {
  return db.$transaction(
    async (tx) => {
      await tx.$queryRaw`SELECT set_config('statement_timeout', ${String(patienceMs)}, true)`
      return problemsOf(tx)
    },
    { maxWait: patienceMs, timeout: 2 * patienceMs },
  )
}

async function problemsOf(db: Tx): Promise<string[]> {
  const [found] = await db.$queryRaw<{ history: boolean; queue: boolean }[]>`
    SELECT to_regclass('_prisma_migrations') IS NOT NULL AS history, to_regclass('pgboss.job') IS NOT NULL AS queue`
  const problems = found?.history === true ? await migrationProblems(db) : [empty]
  return found?.queue === true ? problems : [...problems, noQueue]
}

async function migrationProblems(db: Tx): Promise<string[]> {
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
