import type { LastPause } from '../domain/late.ts'
import type { Db, Tx } from './client.ts'
import { firstOfStep } from './due-queries.ts'
import { Prisma } from './generated/prisma/client.ts'
import { audienceIsFree } from './lock-queries.ts'

/** A step of a campaign for which somebody is due. */
type DueStep = LastPause & {
  campaignId: string
  stepId: string
  /** Its version was taken over by another one. */
  takenOver: boolean
}

/**
 * Finds the step to go on with: of the running campaigns that do not rest, the one with the highest priority, then the one
 * whose oldest enrollment has waited longest. Null when nobody is due or all sending rests.
 * Each step of these campaigns is asked for its oldest due enrollment, one probe of enrollment_due_idx, and then, best
 * first, for one that nobody else is claiming. Campaigns whose whole audience is being moved or stopped are passed by.
 */
export async function findDueStep(db: Db | Tx, now: Date): Promise<DueStep | null> {
  const [found] = await db.$queryRaw<DueStep[]>(Prisma.sql`
    WITH going AS MATERIALIZED (
      SELECT c.id, c.priority, c.paused_from, c.resumed_at FROM campaign c
      WHERE c.status = 'running' AND (c.rests_until IS NULL OR c.rests_until <= ${now})
        AND NOT EXISTS (SELECT FROM send_hold h WHERE h.provider = 'email' AND h.until > ${now})
    )
    SELECT d.campaign_id AS "campaignId", d.step_id AS "stepId", d.paused_from AS "pausedFrom", d.resumed_at AS "resumedAt",
      (SELECT v.moved_to_id IS NOT NULL FROM campaign_version v WHERE v.id = d.campaign_version_id) AS "takenOver"
    FROM (
      SELECT s.campaign_id, s.campaign_version_id, s.id AS step_id, c.priority, c.paused_from, c.resumed_at, first.next_at
      FROM going c JOIN step s ON s.campaign_id = c.id CROSS JOIN LATERAL (${firstOfStep}) first
      WHERE first.next_at <= ${now} ORDER BY c.priority DESC, first.next_at
    ) d CROSS JOIN LATERAL (
      SELECT ${audienceIsFree(Prisma.sql`d.campaign_id`)} AS is_free OFFSET 0
    ) audience CROSS JOIN LATERAL (
      SELECT FROM enrollment e
      WHERE audience.is_free AND NOT e.with_provider
        AND e.campaign_id = d.campaign_id AND e.step_id = d.step_id AND e.status = 'active' AND e.next_at <= ${now}
      ORDER BY e.next_at LIMIT 1 FOR UPDATE SKIP LOCKED
    ) free
    ORDER BY d.priority DESC, d.next_at LIMIT 1`)
  return found ?? null
}
