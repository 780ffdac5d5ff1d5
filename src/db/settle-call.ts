import type { Settlement } from '../domain/message.ts'
import { type Advancing, advanceEnrollments } from './advance-enrollments.ts'
import { Prisma } from './generated/prisma/client.ts'
import { mailsOfCall } from './open-call-queries.ts'
import { outcomeOf } from './settle-outcome.ts'

/** What became of a call that is still open. */
type CallSettling = Advancing & { attempt: string; settlements: readonly Settlement[] }

/**
 * Closes an open call: SQL that writes its messages in the ledger as what became of them, moves their enrollments on, and
 * returns them. The call's row (by its primary key) is the fence: whoever deletes it writes its messages. Then enrollments are
 * locked, in order, as everywhere: a reply or an unsubscribe that stops one at this moment is either seen here or waits.
 * Enrollments are found by their key alone: two conditions would have the planner expect one row of 500, and compare all with all.
 * Whoever was erased meanwhile has no message. One of which nothing is said is unknown, and will be asked about.
 */
export const settleCallSql = ({ attempt, settlements, now, retryAt, dues }: CallSettling) => Prisma.sql`
  WITH ${outcomeOf(settlements)}, call AS (
    DELETE FROM open_call WHERE attempt = ${attempt}::uuid RETURNING *
  ), mail AS MATERIALIZED (${mailsOfCall(Prisma.sql`call`)}), locked AS (
    SELECT m.*, e.status, e.reason FROM mail m JOIN enrollment e ON e.id = m.enrollment_id
    ORDER BY e.id FOR UPDATE OF e
  ), settled AS (
    INSERT INTO message (id, direction, purpose, state, reason, error_code, campaign_id, enrollment_id, step_id, step_key, variant,
                         contact_id, attempt, attempts, claimed_at, created_at, address, provider_message_id, sent_at)
    SELECT l.id, 'outbound', 'sequence',
      (CASE WHEN o.state = 'queued' AND l.status NOT IN ('active', 'paused') THEN 'skipped' ELSE COALESCE(o.state, 'unknown') END)::"MessageState",
      CASE WHEN o.state = 'queued' AND l.status NOT IN ('active', 'paused') THEN l.reason ELSE o.reason END,
      o."errorCode", l.campaign_id, l.enrollment_id, l.step_id, l.step_key, l.variant, l.contact_id, l.attempt,
      (o."attemptCounts" IS DISTINCT FROM false)::int, l.claimed_at, l.claimed_at, l.address, o."providerMessageId",
      CASE WHEN o.state = 'sent' THEN ${now}::timestamptz END
    FROM locked l LEFT JOIN outcome o ON o."messageId" = l.id
    RETURNING id, purpose, campaign_id, enrollment_id, step_id, state, reason, address
  ), ${advanceEnrollments({ now, retryAt, dues })}, suppressed AS (
    INSERT INTO suppression (channel, address, reason, source)
    SELECT 'email', s.address, 'rejected', 'postmark' FROM settled s JOIN outcome o ON o."messageId" = s.id WHERE o.suppress
    ON CONFLICT (channel, address) DO NOTHING
  )
  SELECT id, purpose::text AS purpose, campaign_id FROM settled`
