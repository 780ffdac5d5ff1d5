import type { Db, Tx } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'

// A call to the provider is one row while it is under way (docs/decisions/0033). Its mails are messages of the ledger as soon as
// it is settled, or before, when somebody must look at one of them: whoever deletes the row writes them.

/** The mails of the open calls in a CTE `calls`, a row each: SQL. Narrow, for what carried the arrays along would carry them 500 times. */
export const mailsOfCall = (calls: Prisma.Sql) => Prisma.sql`
  SELECT c.attempt, c.campaign_id, c.step_id, c.step_key, c.claimed_at, u.id, u.enrollment_id, u.contact_id, u.address, u.variant
  FROM ${calls} c CROSS JOIN LATERAL unnest(c.message_ids, c.enrollment_ids, c.contact_ids, c.addresses, c.variants)
    AS u(id, enrollment_id, contact_id, address, variant)`

/**
 * The attempts of open calls in which any of these messages is. Reads all open calls, which are few: one for each batch that
 * is with the provider. To be asked before the messages are read: what is in no call any more is in the ledger by then.
 */
export async function callsWith(db: Db | Tx, messageIds: readonly string[]): Promise<string[]> {
  if (messageIds.length === 0) return []
  const rows = await db.$queryRaw<{ attempt: string }[]>(Prisma.sql`
    SELECT c.attempt FROM open_call c
    WHERE EXISTS (SELECT FROM unnest(c.message_ids) m WHERE m = ANY (${[...messageIds]}::uuid[]))`)
  return rows.map(({ attempt }) => attempt)
}

/**
 * Writes the messages of open calls in the ledger as what they are, with the provider: from then on each is settled by
 * itself. A call that was settled meanwhile is passed by. To be done outside of transactions that hold more than this, for it
 * waits for the enrollments.
 */
export async function writeOutCalls(db: Db | Tx, attempts: readonly string[]): Promise<void> {
  if (attempts.length === 0) return
  await db.$executeRaw(Prisma.sql`
    WITH call AS (
      DELETE FROM open_call WHERE attempt IN (
        SELECT attempt FROM open_call WHERE attempt = ANY (${[...attempts]}::uuid[]) ORDER BY attempt FOR UPDATE
      ) RETURNING *
    ), mail AS MATERIALIZED (${mailsOfCall(Prisma.sql`call`)}), locked AS (
      SELECT m.* FROM mail m JOIN enrollment e ON e.id = m.enrollment_id
      ORDER BY e.id FOR KEY SHARE OF e
    )
    INSERT INTO message (id, direction, purpose, state, campaign_id, enrollment_id, step_id, step_key, variant, contact_id,
                         attempt, attempts, claimed_at, created_at, address)
    SELECT id, 'outbound', 'sequence', 'sending', campaign_id, enrollment_id, step_id, step_key, variant, contact_id,
      attempt, 1, claimed_at, claimed_at, address
    FROM locked`)
}

/** The attempts of calls that are open since before a moment, oldest first, at most 200: whoever made them is lost. */
export async function callsBefore(db: Db, before: Date): Promise<string[]> {
  const rows = await db.$queryRaw<{ attempt: string }[]>(Prisma.sql`
    SELECT attempt FROM open_call WHERE claimed_at < ${before} ORDER BY claimed_at LIMIT 200`)
  return rows.map(({ attempt }) => attempt)
}

/** The same for the calls in which any of these messages is. */
export async function writeOutMessages(db: Db, messageIds: readonly string[]): Promise<void> {
  await writeOutCalls(db, await callsWith(db, messageIds))
}
