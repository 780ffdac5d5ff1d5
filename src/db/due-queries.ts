import type { Tx } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'
import { waits } from './turn-queries.ts'

/**
 * Whether the message of enrollment `e`, which is in flight, is with the provider or may be: SQL. Since the claim, or, once
 * that is not known, because it has no moment any more.
 */
export const isWithProvider = Prisma.sql`(e.with_provider OR e.next_at IS NULL)`

/** When the first active enrollment at step `s` is due, if any is: SQL, a row or none. One probe of enrollment_due_idx. */
export const firstOfStep = Prisma.sql`
  SELECT e.next_at FROM enrollment e
  WHERE e.campaign_id = s.campaign_id AND e.step_id = s.id AND e.status = 'active' AND e.next_at IS NOT NULL AND NOT e.with_provider
  ORDER BY e.next_at LIMIT 1`

/**
 * Whether anybody of campaign `c` is still under way: SQL. One probe of enrollment_active_key, whose order it asks for: PostgreSQL
 * else reads the table until it meets somebody, and those of a new campaign are at its end.
 */
export const hasSomebody = Prisma.sql`EXISTS (
  SELECT FROM enrollment e WHERE e.campaign_id = c.id AND e.status IN ('active', 'paused') ORDER BY e.contact_id OFFSET 0)`

/**
 * Which kinds of work wait: messages to send (or campaigns to end), open provider calls, webhooks to apply, and people
 * whose pause may be over.
 */
export type DueWork = { messages: boolean; open: boolean; deliveries: boolean; pauses: boolean }

/** A row whose job should have been through with it long ago. */
export type LeftBehind = {
  kind: 'import' | 'inbound' | 'reply' | 'handover' | 'conversation' | 'replay'
  id: string
}

/**
 * Finds rows from before a moment that still wait for a job, at most 200 of each kind: after its last retry, or lost with
 * the queue. A mail that names its sender by address alone is not among them: those have no effect until somebody looks.
 */
export async function findLeftBehind(tx: Tx, before: Date): Promise<LeftBehind[]> {
  return tx.$queryRaw<LeftBehind[]>(Prisma.sql`
    (SELECT 'import' AS kind, id FROM import WHERE status = 'received' AND created_at < ${before} ${some})
    UNION ALL
    (SELECT 'inbound', id FROM webhook_delivery
    WHERE source = 'postmark-inbound' AND applied_at IS NULL AND received_at < ${before} ${some})
    UNION ALL
    (SELECT 'reply', r.id FROM reply r
    WHERE r.kind = 'human' AND r.matched_by <> 'address' AND r.created_at < ${before}
      AND NOT EXISTS (SELECT FROM assessment a WHERE a.reply_id = r.id) ${some})
    UNION ALL
    (SELECT 'replay', id FROM replay WHERE finished_at IS NULL AND decided_at < ${before} ${some})
    UNION ALL
    (SELECT 'handover', id FROM handover WHERE card_ts IS NULL AND created_at < ${before} ${some})
    UNION ALL
    (SELECT 'conversation', id FROM message
    WHERE handover_id IS NOT NULL AND purpose = 'conversation' AND state = 'queued' AND created_at < ${before} ${some})`)
}

// Any of them, for those that never get through must not stand in front of the others.
const some = Prisma.sql`ORDER BY random() LIMIT 200`

/** Looks for work that is due. Each question is one probe of a partial index, of what is due one for each step. */
export async function hasDueWork(tx: Tx, now: Date): Promise<DueWork> {
  const [work] = await tx.$queryRaw<DueWork[]>(Prisma.sql`
    SELECT EXISTS (
        SELECT FROM campaign c WHERE c.status = 'running' AND (
          EXISTS (SELECT FROM step s CROSS JOIN LATERAL (${firstOfStep}) first
            WHERE s.campaign_id = c.id AND first.next_at <= ${now})
          OR NOT ${hasSomebody}
        )) AS messages,
      EXISTS (SELECT FROM message WHERE state IN ('sending', 'unknown')) OR EXISTS (SELECT FROM open_call) AS open,
      EXISTS (SELECT FROM webhook_delivery WHERE source = 'postmark-event' AND applied_at IS NULL) AS deliveries,
      EXISTS (SELECT FROM enrollment WHERE status = 'paused' AND resume_at <= ${now} ORDER BY resume_at OFFSET 0)
        OR EXISTS (SELECT FROM enrollment WHERE status = 'paused' AND reason = ${waits} ORDER BY contact_id OFFSET 0) AS pauses`)
  return work ?? { messages: false, open: false, deliveries: false, pauses: false }
}

/** The scheduled campaigns whose time has come. */
export async function findDueStarts(tx: Tx, now: Date): Promise<string[]> {
  const due = await tx.campaign.findMany({
    where: { status: 'scheduled', startsAt: { lte: now } },
    orderBy: { startsAt: 'asc' },
    select: { id: true },
  })
  return due.map(({ id }) => id)
}

// What is due later than this, the clock finds by itself.
const soonSeconds = 60

/** When the next enrollment of a running campaign is due, if that is within a minute; a campaign that rests counts from then. */
export async function nextDueAt(tx: Tx, now: Date): Promise<Date | null> {
  const [row] = await tx.$queryRaw<{ at: Date | null }[]>(Prisma.sql`
    SELECT min(greatest(first.next_at, c.rests_until)) AS at
    FROM campaign c JOIN step s ON s.campaign_id = c.id CROSS JOIN LATERAL (${firstOfStep}) first
    WHERE c.status = 'running' AND greatest(first.next_at, c.rests_until) < ${now}::timestamptz + make_interval(secs => ${soonSeconds})`)
  return row?.at ?? null
}
