import { PrismaPg } from '@prisma/adapter-pg'
import { type Prisma, PrismaClient } from './generated/prisma/client.ts'
import { lifeline, longestTransactionMs } from './lifeline.ts'

/** The database client that operations hold. */
export type Db = PrismaClient

/** A transaction of it: what query functions take, so that they join whatever the operation is doing. */
export type Tx = Prisma.TransactionClient

type Limits = { statementTimeoutMs?: number; silenceMs?: number }

const idleMs = 30_000

/**
 * Opens a client with a pool of at most `poolSize` connections on a PostgreSQL URL. Connects on first use. A statement
 * that takes longer than `statementTimeoutMs` is ended with an error; absent: it may take as long as it needs. A connection
 * on which the database is silent for `silenceMs` is given up; absent: for as long as the longest transaction.
 */
export function openDb(url: string, poolSize = 10, limits: Limits = {}): Db {
  const adapter = new PrismaPg({
    connectionString: url,
    max: poolSize,
    // The adapter sends and reads times without an offset, as UTC; a session in another zone would shift them.
    options: '-c TimeZone=UTC',
    ...lifeline(limits.silenceMs ?? longestTransactionMs),
    // No vendor is called inside a transaction, so one that idles is a mistake: it would pin vacuum and starve the queue.
    idle_in_transaction_session_timeout: idleMs,
    ...(limits.statementTimeoutMs === undefined ? {} : { statement_timeout: limits.statementTimeoutMs }),
  })
  return new PrismaClient({ adapter, transactionOptions: { maxWait: 10_000, timeout: 60_000 } })
}

/**
 * Opens a client for reading on behalf of programs: whoever asks too much of it may make the database work, but takes no
 * connection from sending and Slack, and is told so after `statementTimeoutMs`.
 */
export function openReadDb(url: string, statementTimeoutMs = 10_000): Db {
  // By then the database has ended whatever went on, or does not answer any more.
  return openDb(url, 4, { statementTimeoutMs, silenceMs: statementTimeoutMs + idleMs })
}
