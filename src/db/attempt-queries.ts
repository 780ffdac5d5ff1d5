import type { Db } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'

/** A provider call with messages whose fate is open. */
export type OpenAttempt = {
  attempt: string
  purpose: 'sequence' | 'conversation' | 'test'
  messages: { id: string; attempts: number }[]
}

/** Calls from before a moment that are not settled, oldest first, at most 200. Uses message_on_its_way_idx. */
export async function openAttempts(db: Db, before: Date): Promise<OpenAttempt[]> {
  return db.$queryRaw<OpenAttempt[]>(Prisma.sql`
    SELECT attempt, purpose::text AS purpose, jsonb_agg(jsonb_build_object('id', id, 'attempts', attempts)) AS messages
    FROM message WHERE state IN ('sending', 'unknown') AND claimed_at < ${before}
    GROUP BY attempt, purpose ORDER BY min(claimed_at) LIMIT 200`)
}
