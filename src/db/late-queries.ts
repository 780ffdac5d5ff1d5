import { frozenStep } from './step-queries.ts'
import { nextDues } from './schedule-queries.ts'
import type { Tx } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'
import { stepGone, tooLate } from './move-queries.ts'
import { campaignsOf, type ProblemScope } from './problem-queries.ts'
import { waits } from './turn-queries.ts'

// Says twice what they do not wait for: PostgreSQL does not conclude that enrollment_paused_idx holds them, and read everybody.
const isLate = Prisma.sql`e.status = 'paused' AND e.reason = 'late' AND e.reason IS DISTINCT FROM ${waits}`

const lateOf = (campaignId: string) => Prisma.sql`
  SELECT e.id FROM enrollment e WHERE e.campaign_id = ${campaignId}::uuid AND ${isLate} ORDER BY e.id FOR UPDATE`

/** How many people are too late, campaign by campaign that is under way, which are few. By enrollment_paused_idx. */
const lateByCampaign = Prisma.sql`campaign c CROSS JOIN LATERAL (
      SELECT count(*)::int AS late FROM enrollment e WHERE e.campaign_id = c.id AND ${isLate}
    ) l`

/** How many people of a scope are too late and wait for a person. */
export async function countLate(tx: Tx, scope: ProblemScope): Promise<number> {
  const [row] = await tx.$queryRaw<{ late: number }[]>(Prisma.sql`
    SELECT coalesce(sum(l.late), 0)::int AS late FROM ${lateByCampaign}
    WHERE c.status IN ('running', 'paused') ${campaignsOf(scope, Prisma.sql`c.id`)}`)
  return row?.late ?? 0
}

/** A campaign with people who are too late, how many they are, and where its card is. */
export type LateCampaign = {
  id: string
  name: string
  late: number
  channelId: string
  cardTs: string | null
}

/** The campaigns of a scope with people who are too late and wait for a person: those with the most first. */
export async function findLate(tx: Tx, scope: ProblemScope, limit: number): Promise<LateCampaign[]> {
  return tx.$queryRaw<LateCampaign[]>(Prisma.sql`
    SELECT c.id, c.name, l.late, c.channel_id AS "channelId", c.card_ts AS "cardTs"
    FROM ${lateByCampaign}
    WHERE c.status IN ('running', 'paused') AND l.late > 0 ${campaignsOf(scope, Prisma.sql`c.id`)}
    ORDER BY l.late DESC, c.id LIMIT ${limit}`)
}

const someLate = Prisma.sql`EXISTS (
  SELECT FROM enrollment e WHERE e.campaign_id = c.id AND ${isLate} ORDER BY e.id OFFSET 0)`

/** The campaigns with late people of whom their owner does not know. By enrollment_paused_idx, which holds few. */
export async function findUntoldLate(tx: Tx): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>(Prisma.sql`
    SELECT c.id FROM campaign c
    WHERE c.status IN ('running', 'paused') AND c.late_told_at IS NULL AND ${someLate} ORDER BY c.id`)
  return rows.map(({ id }) => id)
}

/** Once nobody of a campaign is late any more, its owner is told at once of the next who are. Needs the campaign's lock. */
export async function forgetToldLate(tx: Tx, campaignId: string): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    UPDATE campaign c SET late_told_at = NULL
    WHERE c.id = ${campaignId}::uuid AND c.late_told_at IS NOT NULL AND NOT ${someLate}`)
}

/**
 * Lets everybody who is late go on from `now`: their pause ends then, as that of somebody who comes back, and they wait for
 * their turn if another campaign has them meanwhile. Returns how many. By enrollment_active_key.
 */
export async function sendLate(tx: Tx, campaignId: string, now: Date): Promise<number> {
  return tx.$executeRaw(Prisma.sql`
    WITH locked AS (${lateOf(campaignId)})
    UPDATE enrollment e SET reason = 'released', resume_at = ${now} FROM locked l WHERE e.id = l.id`)
}

/** How many people go on after the mail that was too late for them, and how many are through without it. */
export type SkippedLate = { skipped: number; completed: number }

/**
 * Leaves out the mail that each of them is late for: the ledger says so and when, also of one that was in line, and they
 * wait for the next one from then on.
 */
export async function skipLate(tx: Tx, campaignId: string, now: Date): Promise<SkippedLate> {
  const groups = await tx.enrollment.groupBy({
    by: ['stepId', 'zone'],
    where: { campaignId, status: 'paused', reason: 'late' },
  })
  const stepIds = [...new Set(groups.flatMap(({ stepId }) => stepId ?? []))]
  const steps = await Promise.all(stepIds.map((id) => frozenStep(tx, id)))
  const dues = steps.flatMap((step) => {
    const zones = groups.filter(({ stepId }) => stepId === step.id).map(({ zone }) => zone)
    return nextDues(step, zones, now)
  })
  const [row] = await tx.$queryRaw<SkippedLate[]>(Prisma.sql`
    WITH locked AS (${lateOf(campaignId)}), due AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(dues)}::jsonb) AS d("stepId" uuid, zone text, "dueAt" timestamptz)
    ), person AS (
      SELECT e.id, e.campaign_id, e.contact_id, ct.email, cur.id AS step_id, cur.key, nxt.id AS next_id, d."dueAt"
      FROM locked l JOIN enrollment e ON e.id = l.id JOIN contact ct ON ct.id = e.contact_id JOIN step cur ON cur.id = e.step_id
      LEFT JOIN step nxt ON nxt.campaign_version_id = cur.campaign_version_id AND nxt.position = cur.position + 1
      LEFT JOIN due d ON d."stepId" = cur.id AND d.zone = e.zone
    ), left_out AS (
      INSERT INTO message AS m (direction, purpose, state, reason, campaign_id, enrollment_id, step_id, step_key, contact_id,
                                address, created_at)
      SELECT 'outbound', 'sequence', 'skipped', ${tooLate}, campaign_id, id, step_id, key, contact_id, email, ${now} FROM person
      ON CONFLICT (enrollment_id, step_key) DO UPDATE
        SET state = excluded.state, reason = excluded.reason, created_at = excluded.created_at
        WHERE m.state = 'queued' OR m.state = 'skipped' AND m.reason = ${stepGone}
    ), moved AS (
      UPDATE enrollment e SET step_id = COALESCE(p.next_id, e.step_id), reason = CASE WHEN p.next_id IS NULL THEN 'late' ELSE 'released' END,
        status = CASE WHEN p.next_id IS NULL THEN 'completed' ELSE e.status END,
        resume_at = CASE WHEN p.next_id IS NOT NULL THEN ${now}::timestamptz END,
        next_at = CASE WHEN p.next_id IS NOT NULL THEN COALESCE(p."dueAt", ${now}) END,
        due_since = NULL, with_provider = false
      FROM person p WHERE e.id = p.id RETURNING e.status
    )
    SELECT (count(*) FILTER (WHERE status <> 'completed'))::int AS skipped,
           (count(*) FILTER (WHERE status = 'completed'))::int AS completed FROM moved`)
  return row ?? { skipped: 0, completed: 0 }
}
