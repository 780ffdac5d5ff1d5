import { PrismaPg } from '@prisma/adapter-pg'
import { type Prisma, PrismaClient } from './generated/prisma/client.ts'

/** The database client that operations hold. */
export type Db = PrismaClient

/** A transaction of it: what query functions take, so that they join whatever the operation is doing. */
export type Tx = Prisma.TransactionClient

/**
 * Opens a client with a pool of at most `poolSize` connections on a PostgreSQL URL. Connects on first use. A statement
 * that takes longer than `statementTimeoutMs` is ended with an error; absent: it may take as long as it needs.
 */
export function openDb(url: string, poolSize = 10, limits: { statementTimeoutMs?: number } = {}): Db {
  const adapter = new PrismaPg({
    connectionString: url,
    max: poolSize,
    // The adapter sends and reads times without an offset, as UTC; a session in another zone would shift them.
    options: '-c TimeZone=UTC',
    connectionTimeoutMillis: 10_000,
    // No vendor is called inside a transaction, so one that idles is a mistake: it would pin vacuum and starve the queue.
    idle_in_transaction_session_timeout: 30_000,
    ...(limits.statementTimeoutMs === undefined ? {} : { statement_timeout: limits.statementTimeoutMs }),
  })
  return new PrismaClient({ adapter, transactionOptions: { maxWait: 10_000, timeout: 60_000 } })
}

/**
 * Opens a client for reading on behalf of programs: whoever asks too much of it may make the database work, but takes no
 * connection from sending and Slack, and is told so after `statementTimeoutMs`.
 */
export function openReadDb(url: string, statementTimeoutMs = 10_000): Db {
  return openDb(url, 4, { statementTimeoutMs })
}
