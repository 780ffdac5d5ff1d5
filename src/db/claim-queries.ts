import { type Db } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'

/** A message of a claimed batch, with what it takes to write it. */
export type ClaimedMessage = {
  messageId: string
  enrollmentId: string
  campaignId: string
  stepId: string
  address: string
  replyToken: string
  contact: {
    email: string
    firstName: string | null
    lastName: string | null
    company: string | null
    jobTitle: string | null
    country: string | null
    timeZone: string | null
    phone: string | null
    attributes: Record<string, string>
  }
}

type ClaimRow = Omit<ClaimedMessage, 'contact'> & { state: string; contact: ClaimedMessage['contact'] }

/** What a claim took: messages to send, and how many people turned out to be suppressed. */
export type Claim = { messages: ClaimedMessage[]; skipped: number; campaignId: string | null }

/**
 * Takes up to `limit` due enrollments of one step of one running campaign and puts their messages in the ledger as
 * `sending` under `attempt`, all in one statement. Pause, cancel and suppression are looked at here and nowhere later:
 * what commits before this statement starts is respected, what commits after it reaches the next batch.
 */
export async function claimDue(
  db: Db,
  { now, attempt, limit }: { now: Date; attempt: string; limit: number },
): Promise<Claim> {
  const rows = await db.$queryRaw<ClaimRow[]>(claimSql(now, attempt, limit))
  const messages = rows
    .filter((row) => row.state === 'sending')
    .map(({ state: _state, ...message }) => message)
  return { messages, skipped: rows.length - messages.length, campaignId: rows[0]?.campaignId ?? null }
}

// Each running campaign is asked for its oldest due enrollment (enrollment_due_idx, one probe each), the oldest of
// those names campaign and step; the same index then gives the batch in its order, because campaign and step are single
// values to it and not a join that would have to sort everything due. SKIP LOCKED lets workers pass one another.
// The planner cannot know how many rows a CTE holds: what is read beside one comes by primary key, not from another CTE,
// or 500 rows would be compared with 500.
// A row that was queued again keeps its id, so the recipient's Message-ID stays the same over all attempts.
const claimSql = (now: Date, attempt: string, limit: number) => Prisma.sql`
  WITH target AS (
    SELECT c.id AS campaign_id, due.step_id
    FROM campaign c
    CROSS JOIN LATERAL (
      SELECT e.step_id, e.next_at FROM enrollment e
      WHERE e.campaign_id = c.id AND e.status = 'active' AND e.next_at <= ${now}
      ORDER BY e.next_at LIMIT 1 FOR UPDATE SKIP LOCKED
    ) due
    WHERE c.status = 'running' AND NOT EXISTS (SELECT FROM send_hold h WHERE h.provider = 'email' AND h.until > ${now})
    ORDER BY due.next_at LIMIT 1
  ), picked AS (
    SELECT e.id, e.campaign_id, e.step_id, e.contact_id
    FROM enrollment e
    WHERE e.campaign_id = (SELECT campaign_id FROM target) AND e.step_id = (SELECT step_id FROM target)
      AND e.status = 'active' AND e.next_at <= ${now}
    ORDER BY e.next_at LIMIT ${limit} FOR UPDATE OF e SKIP LOCKED
  ), reached AS (
    SELECT p.*, ct.email, s.reason AS suppressed
    FROM picked p JOIN contact ct ON ct.id = p.contact_id
    LEFT JOIN suppression s ON s.channel = 'email' AND s.address = ct.email
  ), taken AS (
    UPDATE enrollment e
    SET next_at = NULL,
        status = CASE WHEN r.suppressed IS NULL THEN e.status ELSE 'stopped' END,
        reason = r.suppressed
    FROM reached r WHERE e.id = r.id
  ), ledger AS (
    INSERT INTO message AS m (direction, purpose, state, reason, campaign_id, enrollment_id, step_id, contact_id,
                              attempt, attempts, claimed_at, address, created_at)
    SELECT 'outbound', 'sequence', (CASE WHEN r.suppressed IS NULL THEN 'sending' ELSE 'skipped' END)::"MessageState",
           r.suppressed, r.campaign_id, r.id, r.step_id, r.contact_id, ${attempt}::uuid, 1, ${now}, r.email, ${now}
    FROM reached r
    ON CONFLICT (enrollment_id, step_id) DO UPDATE
      SET state = excluded.state, reason = excluded.reason, attempt = excluded.attempt,
          attempts = m.attempts + 1, claimed_at = excluded.claimed_at
      WHERE m.state = 'queued'
    RETURNING m.id, m.state, m.enrollment_id, m.campaign_id, m.step_id, m.contact_id, m.address
  )
  SELECT l.id AS "messageId", l.state::text AS state, l.enrollment_id AS "enrollmentId",
         l.campaign_id AS "campaignId", l.step_id AS "stepId", l.address, e.reply_token AS "replyToken",
         jsonb_build_object('email', ct.email, 'firstName', ct.first_name, 'lastName', ct.last_name,
           'company', ct.company, 'jobTitle', ct.job_title, 'country', ct.country, 'timeZone', ct.time_zone,
           'phone', ct.phone, 'attributes', ct.attributes) AS contact
  FROM ledger l JOIN enrollment e ON e.id = l.enrollment_id JOIN contact ct ON ct.id = l.contact_id`
