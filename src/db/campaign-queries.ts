import type { CampaignProgress } from '../domain/campaign.ts'
import { eventBit, knownBits, replyBit } from './bit-queries.ts'
import type { Tx } from './client.ts'
import { hasSomebody } from './due-queries.ts'
import { Prisma } from './generated/prisma/client.ts'
import { pausedFromNow } from './pause-queries.ts'

type Count = { campaignId: string; name: keyof CampaignProgress; count: number }

/**
 * Where the audience of each campaign stands: the one definition behind Slack's card, GraphQL and exports.
 * Counts messages (waiting to needsHuman add up to the audience) and, for what happened afterwards, people.
 */
export async function campaignProgress(
  tx: Tx,
  campaignIds: readonly string[],
): Promise<Map<string, CampaignProgress>> {
  const counts = await tx.$queryRaw<Count[]>(progressSql(campaignIds))
  const found = new Map(campaignIds.map((id) => [id, { ...nothingYet }]))
  for (const { campaignId, name, count } of counts) {
    const progress = found.get(campaignId)
    if (progress) progress[name] += count
  }
  return found
}

const nothingYet: CampaignProgress = {
  audience: 0,
  waiting: 0,
  late: 0,
  heldOut: 0,
  sending: 0,
  sent: 0,
  skipped: 0,
  rejected: 0,
  unknown: 0,
  needsHuman: 0,
  writtenTo: 0,
  delivered: 0,
  opened: 0,
  clicked: 0,
  bounced: 0,
  complained: 0,
  unsubscribed: 0,
  replied: 0,
  handedOver: 0,
}

// Whoever goes on though a mail was left out stands where they stood before it.
const standsBy = Prisma.sql`CASE WHEN latest.state = 'skipped' AND e.status IN ('active', 'paused')
  THEN CASE WHEN latest.written THEN 'sent'::"MessageState" END ELSE latest.state END`

// Enrollments and messages by campaign (enrollment_campaign_id_id_idx, message_campaign_id_id_idx); events by (message_id, type,
// machine) alone; replies by campaign. Everything is put together in sets, mails and their events in one order: a look for each
// of a million people takes several times as long. People stopped before their first mail count as skipped, but for those who were
// held out; whoever is late for a later step counts as late and not by the step before. Whether any mail of a person went out is
// found in the pass that finds the newest: a plan that was edited since may not have its step any more.
const progressSql = (campaignIds: readonly string[]) => Prisma.sql`
  WITH latest AS (
    SELECT DISTINCT ON (m.enrollment_id) m.enrollment_id, m.state,
      bool_or(m.state = 'sent') OVER (PARTITION BY m.enrollment_id ORDER BY m.id DESC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS written
    FROM message m
    WHERE m.campaign_id = ANY (${[...campaignIds]}::uuid[]) AND m.step_id IS NOT NULL AND m.enrollment_id IS NOT NULL
    ORDER BY m.enrollment_id, m.id DESC
  ), place AS (
    SELECT e.campaign_id, e.status, e.reason, COALESCE(u.state, ${standsBy}) AS state, count(*) AS count,
      count(*) FILTER (WHERE latest.written) AS written
    FROM enrollment e LEFT JOIN latest ON latest.enrollment_id = e.id LEFT JOIN under_way_mail u ON u.enrollment_id = e.id
    WHERE e.campaign_id = ANY (${[...campaignIds]}::uuid[]) GROUP BY 1, 2, 3, 4
  ), happened AS (
    SELECT m.campaign_id, m.contact_id, bit_or(${eventBit}) AS bits
    FROM message m JOIN event v ON v.message_id = m.id AND NOT v.machine
    WHERE m.campaign_id = ANY (${[...campaignIds]}::uuid[]) AND m.purpose = 'sequence' AND m.contact_id IS NOT NULL
    GROUP BY m.id
    UNION ALL
    SELECT r.campaign_id, r.contact_id, ${replyBit} FROM reply r
    WHERE r.campaign_id = ANY (${[...campaignIds]}::uuid[]) AND r.kind IN ('human', 'unsubscribe')
  ), person AS (
    SELECT campaign_id, bit_or(bits) AS bits FROM happened GROUP BY campaign_id, contact_id
  ), alike AS (
    SELECT campaign_id, bits, count(*) AS count FROM person GROUP BY 1, 2
  )
  SELECT campaign_id AS "campaignId", 'audience' AS name, sum(count)::int AS count FROM place GROUP BY 1
  UNION ALL
  SELECT campaign_id, CASE
      WHEN status = 'paused' AND reason = 'late' THEN 'late'
      WHEN status = 'stopped' AND reason = 'holdout' THEN 'heldOut'
      WHEN state IS NULL AND status IN ('active', 'paused') OR state = 'queued' THEN 'waiting'
      WHEN state IS NULL THEN 'skipped'
      WHEN state = 'needs_human' THEN 'needsHuman'
      ELSE state::text END, sum(count)::int
  FROM place GROUP BY 1, 2
  UNION ALL
  SELECT campaign_id, 'writtenTo', sum(written)::int FROM place GROUP BY 1
  UNION ALL
  SELECT campaign_id, known.name, sum(count)::int FROM alike JOIN ${knownBits} ON bits & known.bit > 0 GROUP BY 1, 2
  UNION ALL
  SELECT campaign_id, 'handedOver', count(*)::int FROM handover
  WHERE campaign_id = ANY (${[...campaignIds]}::uuid[]) GROUP BY 1`

/** How many people some campaigns were launched for, in the order of their ids: cheap enough to ask for every batch. */
export async function audienceSizes(
  tx: Tx,
  campaignIds: readonly string[],
): Promise<{ campaignId: string; audience: number }[]> {
  return tx.$queryRaw<{ campaignId: string; audience: number }[]>(Prisma.sql`
    SELECT c.id AS "campaignId", i.rows_accepted AS audience FROM campaign c JOIN import i ON i.id = c.import_id
    WHERE c.id = ANY (${[...campaignIds]}::uuid[]) ORDER BY c.id`)
}

const isThrough = Prisma.sql`c.status = 'running'
  AND NOT ${hasSomebody}
  AND NOT EXISTS (SELECT FROM message m WHERE m.campaign_id = c.id AND m.state IN ('sending', 'unknown'))
  AND NOT EXISTS (SELECT FROM open_call o WHERE o.campaign_id = c.id)`

/**
 * Ends the running campaigns that have nobody left to write to and no message on its way. Returns their ids. Looks once more
 * when it holds them: somebody may have been taken up again meanwhile. Whom others hold is looked at another time.
 */
export async function finishCampaigns(tx: Tx, now: Date): Promise<string[]> {
  const held = await tx.$queryRaw<{ id: string }[]>(Prisma.sql`
    SELECT c.id FROM campaign c WHERE ${isThrough} FOR NO KEY UPDATE SKIP LOCKED`)
  if (held.length === 0) return []
  const rows = await tx.$queryRaw<{ id: string }[]>(Prisma.sql`
    UPDATE campaign c SET status = 'completed', finished_at = ${now}
    WHERE c.id = ANY (${held.map(({ id }) => id)}::uuid[]) AND ${isThrough} RETURNING c.id`)
  return rows.map((row) => row.id)
}

/** Pauses running campaigns for a reason that a person must mend, with an audit entry each. Returns which were running. */
export async function pauseRunning(
  tx: Tx,
  campaignIds: readonly string[],
  { reason, now }: { reason: string; now: Date },
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>(Prisma.sql`
    WITH paused AS (
      UPDATE campaign c SET status = 'paused', status_reason = ${reason}, paused_from = ${pausedFromNow(now)}
      WHERE id = ANY (${[...campaignIds]}::uuid[]) AND status = 'running' RETURNING id
    ), told AS (
      INSERT INTO audit_entry (actor, action, subject, subject_id, origin, detail)
      SELECT 'system', 'paused', 'campaign', id, 'clock', jsonb_build_object('reason', ${reason}::text) FROM paused
    )
    SELECT id FROM paused`)
  return rows.map(({ id }) => id)
}
