import { type FoundMail, type Traces, tracesOf } from '../domain/found-mails.ts'
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

/**
 * What follows from the mails that a search shows. An id that a message of another call has can be none of theirs any more. By
 * message_provider_message_id_key.
 */
export async function tracesIn(db: Db, mails: readonly FoundMail[]): Promise<Traces> {
  const ours = new Map(mails.map(({ providerMessageId, sendid }) => [providerMessageId, sendid]))
  const found = await db.message.findMany({
    where: { providerMessageId: { in: [...ours.keys()] } },
    select: { id: true, providerMessageId: true },
  })
  const elsewhere = found.flatMap(({ id, providerMessageId }) =>
    providerMessageId === null || ours.get(providerMessageId) === id ? [] : providerMessageId,
  )
  return tracesOf(mails, new Set(elsewhere))
}
