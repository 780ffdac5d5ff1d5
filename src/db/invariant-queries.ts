import type { Violation } from '../domain/invariant.ts'
import type { Db } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'

// What was claimed lately is looked at, at most so many rows of it: with a look every minute nothing passes unseen at up
// to 1,600 mails a second, and each look reads a bounded piece of the ledger however large that is.
const lately = '3 minutes'
const mostRecent = 100_000
// A claim that began before a suppression was committed may be a little older than it looks: both are dated at their start.
const commitSeconds = 30
const campaignsPerLook = 3
// Whoever was claimed stands in front of their step, and whoever was forgotten in front of those.
const stepsPerLook = 100
const firstOfEach = 2_000

/** What a look at the ledger needs: calls from before `openBefore` should be settled, `now` chooses the campaigns counted. */
export type Look = { now: Date; openBefore: Date }

/**
 * Looks at the ledger once, in one statement and so at one moment, and returns every invariant with how many rows break it
 * and up to five of them. Reads, besides a bounded piece of the newest messages, only partial indexes whose rows are few.
 */
export async function findViolations(db: Db, look: Look): Promise<Violation[]> {
  return db.$queryRaw<Violation[]>(Prisma.sql`
    WITH ${recentMessages},
    broken AS (
      ${forgotten(look.now)} UNION ALL ${inLineForTheEnded} UNION ALL ${unsettled(look.openBefore)} UNION ALL ${unproven}
      UNION ALL ${afterSuppression} UNION ALL ${repeatedSteps} UNION ALL ${notEnrolled(look.now)}
    )
    SELECT name, sum(broken.rows)::int AS violations, (array_agg(id))[1:5] AS examples FROM broken GROUP BY name`)
}

// Ids are UUIDv7, so the newest are one end of the primary key (message_pkey), dated by the database's own clock. The
// boundary is a subquery: a function that differs from row to row could not be looked up in an index.
const recentMessages = Prisma.sql`
  recent AS MATERIALIZED (
    SELECT id, enrollment_id, step_key, address, state FROM message
    WHERE id > (SELECT uuidv7(-${lately}::interval)) AND purpose = 'sequence' AND direction = 'outbound'
    ORDER BY id DESC LIMIT ${mostRecent}
  ), under_way AS MATERIALIZED (
    SELECT id, enrollment_id, step_key, address, state FROM under_way_mail
  )`

// Somebody with something still to come is due at some moment or has a message with the provider. Anybody else is lost:
// no clock and no webhook will ever find them. enrollment_in_flight_idx holds only those who have no moment. Who was claimed stands
// in enrollment_due_idx before whoever is due later, so the first of a step are looked at: whoever is lost stays there.
// OFFSET keeps it a look for each person by (enrollment_id, step_key): to the statistics hardly a message is open, and joined
// with what they take for one row, thousands that are would be compared with thousands.
const hasNoneOpen = Prisma.sql`NOT EXISTS (
  SELECT FROM message m WHERE m.enrollment_id = e.id AND m.state IN ('sending', 'unknown') OFFSET 0)
  AND e.id NOT IN (SELECT enrollment_id FROM under_way)`

const forgotten = (now: Date) => Prisma.sql`
  SELECT 'nobody-forgotten' AS name, e.id::text AS id, 1 AS rows FROM enrollment e
  WHERE e.status IN ('active', 'paused') AND e.next_at IS NULL AND ${hasNoneOpen}
  UNION ALL
  SELECT 'nobody-forgotten', e.id::text, 1
  FROM (
    SELECT s.id, s.campaign_id FROM campaign c JOIN step s ON s.campaign_id = c.id WHERE c.status IN ('running', 'paused')
    ORDER BY md5(s.id::text || ${now.toISOString()}) LIMIT ${stepsPerLook}
  ) s CROSS JOIN LATERAL (
    SELECT d.id, d.with_provider FROM enrollment d
    WHERE d.campaign_id = s.campaign_id AND d.step_id = s.id AND d.status = 'active' AND d.next_at <= ${now}
    ORDER BY d.next_at LIMIT ${firstOfEach}
  ) e
  WHERE e.with_provider AND ${hasNoneOpen}`

// What is in line belongs to somebody who can still be claimed. Few are in line at a time: message_on_its_way_idx.
const inLineForTheEnded = Prisma.sql`
  SELECT 'nothing-in-line-for-the-ended', m.id::text, 1 FROM campaign c
  JOIN message m ON m.campaign_id = c.id AND m.state = 'queued' AND m.purpose = 'sequence'
  JOIN enrollment e ON e.id = m.enrollment_id
  WHERE (c.status IN ('running', 'paused') OR c.finished_at > now() - interval '1 day')
    AND e.status NOT IN ('active', 'paused')`

// Only what is with the provider: open_mail.
const unsettled = (before: Date) => Prisma.sql`
  SELECT 'settled-in-time', id::text, 1 FROM open_mail WHERE claimed_at < ${before}`

// message_unproven_idx holds only rows that break it.
const unproven = Prisma.sql`
  SELECT 'sent-is-proven', id::text, 1 FROM message
  WHERE state = 'sent' AND provider_message_id IS NULL AND purpose = 'sequence'`

// Both ids carry the database's time, so neither a worker's clock nor one that was moved plays a part. What a retry
// claims a second time is not seen by this: endContacts has taken that out of line, which is looked at above.
const afterSuppression = Prisma.sql`
  SELECT 'nobody-after-suppression', r.id::text, 1
  FROM (SELECT * FROM recent UNION ALL SELECT * FROM under_way) r
  JOIN suppression s ON s.channel = 'email' AND s.address = r.address
  WHERE r.state IN ('sending', 'sent', 'unknown')
    AND uuid_extract_timestamp(s.id) < uuid_extract_timestamp(r.id) - make_interval(secs => ${commitSeconds})`

// A unique key keeps it, as long as it is there and both of its columns are.
const repeatedSteps = Prisma.sql`
  SELECT 'one-message-per-step', id::text, 1 FROM recent WHERE enrollment_id IS NULL OR step_key IS NULL
  UNION ALL
  SELECT 'one-message-per-step', 'message_enrollment_id_step_key_key', 1 WHERE NOT EXISTS (
    SELECT FROM pg_index WHERE indexrelid = to_regclass('message_enrollment_id_step_key_key') AND indisunique AND indisvalid)`

// States add up to the audience if everybody of it is still there: each enrollment is in exactly one state. How many there
// were to be, the launch wrote down. A few campaigns a minute, always others: counting one of a million people takes 0.1 s.
const notEnrolled = (now: Date) => Prisma.sql`
  SELECT 'everybody-enrolled', counted.id::text, counted.launched - counted.enrolled FROM (
    SELECT c.id, (a.detail->>'audience')::int AS launched,
      (SELECT count(*)::int FROM enrollment e WHERE e.campaign_id = c.id) AS enrolled
    FROM (
      SELECT id FROM campaign WHERE status IN ('running', 'paused') OR finished_at > now() - interval '1 day'
      ORDER BY md5(id::text || ${now.toISOString()}) LIMIT ${campaignsPerLook}
    ) c JOIN audit_entry a ON a.subject = 'campaign' AND a.subject_id = c.id AND a.action = 'launched'
  ) counted WHERE counted.enrolled < counted.launched`

/** Keeps what was found where every process finds it. */
export async function keepInvariants(db: Db, found: readonly Violation[], now: Date): Promise<void> {
  const rows = found.map(({ name, violations }) => ({ name, violations }))
  await db.$executeRaw(Prisma.sql`
    INSERT INTO invariant (name, violations, checked_at)
    SELECT name, violations, ${now} FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(name text, violations int)
    ON CONFLICT (name) DO UPDATE SET violations = excluded.violations, checked_at = excluded.checked_at`)
}
