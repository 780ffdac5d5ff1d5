import type { Settlement } from '../domain/message.ts'
import type { Tx } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'
import { type NextDue, nextDuesOf } from './schedule-queries.ts'
import { moveSettled } from './straggler-queries.ts'

/** The call whose messages are settled: only rows still under this attempt and in one of these states change. */
export type Fence = { attempt: string; from: readonly ('sending' | 'unknown')[] }

/** How many messages changed, which campaigns they belong to, and which of them a rep is waiting to hear about. */
export type SettleResult = { changed: number; campaignIds: string[]; conversationIds: string[] }

/** What a settling statement returns of each message. */
export type SettledRow = { id: string; purpose: string; campaign_id: string | null }

/**
 * What became of a batch. `retryAt` is when messages put back in the queue are due again; `dues` is when whoever got a step
 * is due for the next, and is worked out here where it is left out.
 */
export type Settling = {
  settlements: readonly Settlement[]
  now: Date
  retryAt: Date
  dues?: readonly NextDue[]
}

/**
 * Writes what became of a batch and moves its enrollments on, in one statement. Rows that somebody else settled
 * meanwhile (a webhook, the reconciler) are left as they are. Whoever's version was taken over by another one while their
 * message was with the provider goes on in that one.
 */
export async function settleMessages(tx: Tx, fence: Fence, settling: Settling): Promise<SettleResult> {
  const sent = settling.settlements.filter(({ state }) => state === 'sent').map(({ messageId }) => messageId)
  const dues = settling.dues ?? (await nextDuesOf(tx, sent, settling.now))
  const rows = await tx.$queryRaw<SettledRow[]>(settleSql({ ...settling, fence, dues }))
  return finishSettling(tx, rows, settling.now)
}

/** Moves on whoever a settling statement left on a version that was taken over, and sums up what it returned. */
export async function finishSettling(tx: Tx, rows: readonly SettledRow[], now: Date): Promise<SettleResult> {
  const campaignIds = campaignsOf(rows)
  await moveSettled(tx, { messageIds: rows.map(({ id }) => id), campaignIds, now })
  const conversationIds = rows.filter(({ purpose }) => purpose === 'conversation').map(({ id }) => id)
  return { changed: rows.length, campaignIds, conversationIds }
}

/** The distinct campaigns of some rows, always in the same order: two transactions must not wait for each other. */
export function campaignsOf(rows: readonly { campaign_id: string | null }[]): string[] {
  return [...new Set(rows.flatMap((row) => row.campaign_id ?? []))].toSorted()
}

type SettleInput = Required<Settling> & { fence: Fence }

/** A settlement without what it has in common with nearly all others, for PostgreSQL to read less. */
const unlessUsual = ({ state, errorCode, reason, suppress, attemptCounts, ...named }: Settlement) => ({
  ...named,
  state: state === 'sent' ? undefined : state,
  errorCode: errorCode ?? undefined,
  reason: reason ?? undefined,
  suppress: suppress || undefined,
  attemptCounts: attemptCounts ? undefined : false,
})

// Enrollments are locked first, then messages, as everywhere: a reply or an unsubscribe that stops an enrollment at
// this moment is either seen here or waits. Messages are found by primary key, the next step by its unique key.
// A message's campaign is written as it is: PostgreSQL else works out anew for every row whether its generated column changes.
const settleSql = ({ settlements, fence, now, retryAt, dues }: SettleInput) => Prisma.sql`
  WITH outcome AS (
    SELECT "messageId", COALESCE(state, 'sent') AS state, "providerMessageId", "errorCode", reason,
      COALESCE(suppress, false) AS suppress, COALESCE("attemptCounts", true) AS "attemptCounts"
    FROM jsonb_to_recordset(${JSON.stringify(settlements.map(unlessUsual))}::jsonb)
      AS o("messageId" uuid, state text, "providerMessageId" text, "errorCode" int, reason text, suppress boolean,
             "attemptCounts" boolean)
  ), locked AS (
    SELECT m.id AS message_id, e.status, e.reason
    FROM outcome o JOIN message m ON m.id = o."messageId" JOIN enrollment e ON e.id = m.enrollment_id
    ORDER BY e.id FOR UPDATE OF e
  ), settled AS (
    UPDATE message m
    SET state = (CASE WHEN o.state = 'queued' AND l.status NOT IN ('active', 'paused') THEN 'skipped' ELSE o.state END)::"MessageState",
        reason = CASE WHEN o.state = 'queued' AND l.status NOT IN ('active', 'paused') THEN l.reason ELSE o.reason END,
        error_code = o."errorCode",
        attempts = m.attempts - (NOT o."attemptCounts")::int,
        provider_message_id = COALESCE(o."providerMessageId", m.provider_message_id),
        sent_at = CASE WHEN o.state = 'sent' THEN ${now}::timestamptz END,
        campaign_id = m.campaign_id
    FROM outcome o LEFT JOIN locked l ON l.message_id = o."messageId"
    WHERE m.id = o."messageId"
      AND CASE WHEN m.attempt = ${fence.attempt}::uuid THEN m.state = ANY (${[...fence.from]}::"MessageState"[]) ELSE false END
    RETURNING m.id, m.purpose, m.campaign_id, m.enrollment_id, m.step_id, m.state, m.reason, m.address, o.suppress
  ), ${advanceEnrollments({ now, retryAt, dues })}, suppressed AS (
    INSERT INTO suppression (channel, address, reason, source)
    SELECT 'email', s.address, 'rejected', 'postmark' FROM settled s WHERE s.suppress
    ON CONFLICT (channel, address) DO NOTHING
  )
  SELECT id, purpose::text AS purpose, campaign_id FROM settled`

/**
 * The part of a statement that moves enrollments on from messages in a CTE named `settled`: to the next step, to their
 * end, or back in line. What is unknown has no moment until it is known. `dues` are few: a row for each step and zone;
 * the steps are fewer, so what follows each is looked up once.
 */
export const advanceEnrollments = ({
  now,
  retryAt,
  dues,
}: Required<Pick<Settling, 'now' | 'retryAt' | 'dues'>>) => Prisma.sql`
  next_due AS (
    SELECT * FROM jsonb_to_recordset(${JSON.stringify(dues)}::jsonb) AS d("stepId" uuid, zone text, "dueAt" timestamptz)
  ), onward AS MATERIALIZED (
    SELECT cur.id AS step_id, nxt.id AS next_step_id
    FROM step cur LEFT JOIN step nxt ON nxt.campaign_version_id = cur.campaign_version_id AND nxt.position = cur.position + 1
    WHERE cur.id IN (SELECT DISTINCT step_id FROM settled)
  ), following AS (
    SELECT s.enrollment_id, s.state, s.reason, o.step_id, o.next_step_id
    FROM settled s JOIN onward o ON o.step_id = s.step_id
    WHERE s.state IN ('sent', 'rejected', 'skipped', 'needs_human', 'queued', 'unknown')
  ), advanced AS (
    UPDATE enrollment e
    SET status = CASE
          WHEN f.state IN ('rejected', 'skipped', 'needs_human') THEN 'stopped'
          WHEN f.state = 'sent' AND f.next_step_id IS NULL THEN 'completed'
          ELSE e.status END::"EnrollmentStatus",
        reason = CASE WHEN f.state IN ('rejected', 'skipped', 'needs_human') THEN f.reason ELSE e.reason END,
        step_id = CASE WHEN f.state = 'sent' THEN COALESCE(f.next_step_id, e.step_id) ELSE e.step_id END,
        next_at = CASE
          WHEN f.state = 'queued' THEN ${retryAt}::timestamptz
          WHEN f.state = 'sent' AND f.next_step_id IS NOT NULL THEN COALESCE(
            (SELECT d."dueAt" FROM next_due d WHERE d."stepId" = f.step_id AND d.zone = e.zone), ${now}::timestamptz)
        END,
        due_since = CASE WHEN f.state IN ('queued', 'unknown') THEN COALESCE(e.due_since, e.next_at) END,
        with_provider = false
    FROM following f
    WHERE e.id = f.enrollment_id AND e.status IN ('active', 'paused') AND e.step_id = f.step_id
  )`
