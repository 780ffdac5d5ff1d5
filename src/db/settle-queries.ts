import type { Settlement } from '../domain/message.ts'
import { advanceEnrollments } from './advance-enrollments.ts'
import type { Tx } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'
import { writeOutCalls } from './open-call-queries.ts'
import { type NextDue, nextDuesOf } from './schedule-queries.ts'
import { settleCallSql } from './settle-call.ts'
import { outcomeOf } from './settle-outcome.ts'
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
 * Writes what became of a batch and moves its enrollments on, in one statement: of a call that is still open, or of messages
 * that are rows of the ledger already. Those that somebody else settled meanwhile (a webhook, the reconciler) are
 * left as they are. Whoever's version was taken over by another one while their message was with the provider goes on in
 * that one.
 */
export async function settleMessages(tx: Tx, fence: Fence, settling: Settling): Promise<SettleResult> {
  const { settlements, now, retryAt, dues } = settling
  if (!dues) return settleUnforeseen(tx, fence, settling)
  const opened = await tx.$queryRaw<SettledRow[]>(
    settleCallSql({ attempt: fence.attempt, settlements, now, retryAt, dues }),
  )
  const rows =
    opened.length > 0
      ? opened
      : await tx.$queryRaw<SettledRow[]>(settleSql({ settlements, now, retryAt, dues, fence }))
  return finishSettling(tx, rows, now)
}

/**
 * What is due after these messages is looked up from their rows, so there must be rows: whoever settles without `dues` has
 * written the call out before (the reconciler) or opened none, and nothing happens here.
 */
async function settleUnforeseen(tx: Tx, fence: Fence, settling: Settling): Promise<SettleResult> {
  await writeOutCalls(tx, [fence.attempt])
  const sent = settling.settlements.filter(({ state }) => state === 'sent').map(({ messageId }) => messageId)
  const dues = await nextDuesOf(tx, sent, settling.now)
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

// Enrollments are locked first, then messages, as everywhere: a reply or an unsubscribe that stops an enrollment at
// this moment is either seen here or waits. Messages are found by primary key, the next step by its unique key.
// A message's campaign is written as it is: PostgreSQL else works out anew for every row whether its generated column changes.
const settleSql = ({ settlements, fence, now, retryAt, dues }: SettleInput) => Prisma.sql`
  WITH ${outcomeOf(settlements)}, locked AS (
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
