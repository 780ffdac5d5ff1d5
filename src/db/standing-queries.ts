import type { Standing } from '../domain/standing.ts'
import type { Tx } from './client.ts'
import { isWithProvider } from './due-queries.ts'
import { Prisma } from './generated/prisma/client.ts'

/** How many people of a campaign still have mails to come, and with how many of them one is with the provider just now. */
export type FlightCounts = { waiting: number; withProvider: number }

/** Counts who is in flight: by enrollment_active_key, which holds those who are not through. */
export async function flightCounts(tx: Tx, campaignId: string): Promise<FlightCounts> {
  const [row] = await tx.$queryRaw<FlightCounts[]>(Prisma.sql`
    SELECT (count(*) FILTER (WHERE NOT ${isWithProvider}))::int AS waiting,
           (count(*) FILTER (WHERE ${isWithProvider}))::int AS "withProvider"
    FROM enrollment e WHERE campaign_id = ${campaignId}::uuid AND status IN ('active', 'paused')`)
  return row ?? { waiting: 0, withProvider: 0 }
}

/**
 * Where everybody of a campaign stands, each person in one count: by the newest mail of theirs that was handed to the
 * provider and the furthest thing known of it, or by why there is none. Enrollments by campaign, their messages by
 * (enrollment_id, step_key), events by (message_id, type); whose mail is in an open call has it under way.
 */
export async function standingOf(tx: Tx, campaignId: string): Promise<Standing> {
  const rows = await tx.$queryRaw<{ place: keyof Standing; count: number }[]>(Prisma.sql`
    WITH person AS (
      SELECT e.status, e.reason, m.id AS message_id, COALESCE(u.state, m.state)::text AS state,
        EXISTS (SELECT FROM message k WHERE k.enrollment_id = e.id AND k.step_key IS NOT NULL AND k.state = 'skipped') AS skipped
      FROM enrollment e LEFT JOIN LATERAL (
        SELECT id, state FROM message
        WHERE enrollment_id = e.id AND step_key IS NOT NULL AND state NOT IN ('queued', 'skipped')
        ORDER BY coalesce(claimed_at, created_at) DESC, id DESC LIMIT 1
      ) m ON true
      LEFT JOIN under_way_mail u ON u.enrollment_id = e.id
      WHERE e.campaign_id = ${campaignId}::uuid
    ), told AS (
      SELECT p.*, v.types FROM person p LEFT JOIN LATERAL (
        SELECT array_agg(DISTINCT type::text) AS types FROM event
        WHERE message_id = p.message_id AND NOT machine AND p.state = 'sent'
      ) v ON true
    )
    SELECT CASE
        WHEN state = 'needs_human' THEN 'needsHuman'
        WHEN state = 'sent' THEN CASE
          WHEN 'complained' = ANY (types) THEN 'complained' WHEN 'bounced' = ANY (types) THEN 'bounced'
          WHEN 'clicked' = ANY (types) THEN 'clicked' WHEN 'opened' = ANY (types) THEN 'opened'
          WHEN 'delivered' = ANY (types) THEN 'delivered' ELSE 'sent' END
        WHEN state IS NOT NULL THEN state
        WHEN reason = 'holdout' AND status = 'stopped' THEN 'heldOut'
        WHEN status IN ('active', 'paused') THEN 'waiting'
        WHEN skipped AND reason IS DISTINCT FROM 'cancelled' AND reason IS DISTINCT FROM 'recalled' THEN 'skipped'
        ELSE 'notWritten' END AS place, count(*)::int AS count
    FROM told GROUP BY 1`)
  const standing: Standing = { ...nobody }
  for (const { place, count } of rows) {
    standing[place] += count
    standing.audience += count
  }
  return standing
}

const nobody: Standing = {
  audience: 0,
  waiting: 0,
  notWritten: 0,
  heldOut: 0,
  skipped: 0,
  sending: 0,
  unknown: 0,
  needsHuman: 0,
  rejected: 0,
  sent: 0,
  delivered: 0,
  opened: 0,
  clicked: 0,
  bounced: 0,
  complained: 0,
}
