import type { Db } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'

/** A provider call with messages whose fate is open. */
export type OpenAttempt = {
  attempt: string
  purpose: 'sequence' | 'conversation' | 'test'
  messages: { id: string; attempts: number }[]
}

const columns = Prisma.sql`
    attempt, purpose::text AS purpose, jsonb_agg(jsonb_build_object('id', id, 'attempts', attempts)) AS messages`

/**
 * Calls from before a moment that are not settled, at most 200. Which of more is drawn anew each time, so that those that
 * cannot be settled keep no others from it. Uses message_on_its_way_idx.
 */
export async function openAttempts(db: Db, before: Date): Promise<OpenAttempt[]> {
  return db.$queryRaw<OpenAttempt[]>(Prisma.sql`
    SELECT ${columns} FROM message
    WHERE state IN ('sending', 'unknown') AND claimed_at < ${before}
    GROUP BY attempt, purpose ORDER BY random() LIMIT 200`)
}

/** One such call, whenever it was; null when it is settled. Uses message_on_its_way_idx. */
export async function openAttempt(db: Db, attempt: string): Promise<OpenAttempt | null> {
  const [open] = await db.$queryRaw<OpenAttempt[]>(Prisma.sql`
    SELECT ${columns} FROM message
    WHERE state IN ('sending', 'unknown') AND attempt = ${attempt}::uuid GROUP BY attempt, purpose`)
  return open ?? null
}
