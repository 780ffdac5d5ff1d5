import type { Db, Tx } from './client.ts'
import { firstOfStep } from './due-queries.ts'
import { Prisma } from './generated/prisma/client.ts'

/**
 * Something that time alone will bring: a step goes out, a pause ends, a scheduled campaign starts, the provider is asked
 * about mails of unknown fate. `at` is when the first of `people` are due, `lastAt` the last of those due within a minute of it.
 */
export type Ahead = {
  kind: 'step' | 'pause' | 'start' | 'ask'
  /** Empty for letters of reps, which belong to no campaign's sequence. */
  campaign: string
  /** The place of the step in its sequence, from 1; null for anything else. */
  step: number | null
  people: number
  at: Date
  lastAt: Date
}

/**
 * What is due next, soonest first, at most `limit` things. Asks each step by enrollment_due_idx and counts one minute of it,
 * pauses by enrollment_resume_idx, open calls (asked about `askAfterMs` after they were claimed) by open_mail.
 */
export async function findAhead(
  db: Db | Tx,
  { askAfterMs, limit }: { askAfterMs: number; limit: number },
): Promise<Ahead[]> {
  return db.$queryRaw<Ahead[]>(Prisma.sql`
    SELECT * FROM (${steps} UNION ALL ${pauses} UNION ALL ${starts} UNION ALL ${openCalls(askAfterMs)}) ahead
    ORDER BY at, kind DESC, campaign LIMIT ${limit}`)
}

/** How many calls are with the provider at this moment, and webhooks stored but not applied. Partial indexes answer both. */
export async function countUnderWay(db: Db | Tx): Promise<{ calls: number; webhooks: number }> {
  const [row] = await db.$queryRaw<{ calls: number; webhooks: number }[]>(Prisma.sql`
    SELECT (SELECT count(*)::int FROM (
        SELECT attempt FROM message WHERE state = 'sending' UNION SELECT attempt FROM open_call
      ) under_way) AS calls,
      (SELECT count(*)::int FROM webhook_delivery WHERE applied_at IS NULL) AS webhooks`)
  return row ?? { calls: 0, webhooks: 0 }
}

// A campaign that rests, and all of them while sending is held, go on when that is over.
const steps = Prisma.sql`
  SELECT 'step' AS kind, c.name AS campaign, s.position AS step, due.people,
    greatest(due.at, c.rests_until, held.until) AS at, greatest(due.last_at, c.rests_until, held.until) AS "lastAt"
  FROM campaign c JOIN step s ON s.campaign_id = c.id CROSS JOIN LATERAL (${firstOfStep}) first
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS people, min(e.next_at) AS at, max(e.next_at) AS last_at FROM enrollment e
    WHERE e.campaign_id = c.id AND e.step_id = s.id AND e.status = 'active' AND NOT e.with_provider
      AND e.next_at <= first.next_at + interval '1 minute'
  ) due
  LEFT JOIN send_hold held ON held.provider = 'email'
  WHERE c.status = 'running'`

const pauses = Prisma.sql`
  SELECT 'pause', c.name, NULL, count(*)::int, min(e.resume_at), max(e.resume_at)
  FROM (
    SELECT campaign_id, resume_at, min(resume_at) OVER (PARTITION BY campaign_id) AS first FROM enrollment
    WHERE status = 'paused' AND resume_at IS NOT NULL
  ) e JOIN campaign c ON c.id = e.campaign_id
  WHERE e.resume_at <= e.first + interval '1 minute' GROUP BY c.id`

const starts = Prisma.sql`
  SELECT 'start', c.name, NULL,
    (SELECT count(*)::int FROM import_contact i WHERE i.import_id = c.import_id), c.starts_at, c.starts_at
  FROM campaign c WHERE c.status = 'scheduled' AND c.starts_at IS NOT NULL`

const openCalls = (askAfterMs: number) => Prisma.sql`
  SELECT 'ask', coalesce(c.name, ''), NULL, count(*)::int, min(m.claimed_at) + ${wait(askAfterMs)}, max(m.claimed_at) + ${wait(askAfterMs)}
  FROM (
    SELECT campaign_id, claimed_at, min(claimed_at) OVER (PARTITION BY campaign_id) AS first FROM open_mail
  ) m LEFT JOIN campaign c ON c.id = m.campaign_id
  WHERE m.claimed_at <= m.first + interval '1 minute' GROUP BY c.id`

const wait = (ms: number) => Prisma.sql`make_interval(secs => ${ms / 1000})`
