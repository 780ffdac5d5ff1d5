import type { FlightGroup } from '../domain/explain.ts'
import type { CampaignPlan } from '../domain/plan.ts'
import type { Tx } from './client.ts'
import { isWithProvider } from './due-queries.ts'
import { Prisma } from './generated/prisma/client.ts'
import { readablePlan } from './stored-plan.ts'

/**
 * Everybody of a campaign who is in flight, grouped by where they are: enrollments by enrollment_active_key, the mails of
 * those who have one on its way or in line by message_on_its_way_idx.
 */
export async function flightGroups(tx: Tx, campaignId: string): Promise<FlightGroup[]> {
  return tx.$queryRaw<FlightGroup[]>(Prisma.sql`
    WITH mail AS (
      SELECT enrollment_id, step_key, state::text AS state, claimed_at FROM message
      WHERE campaign_id = ${campaignId}::uuid AND purpose = 'sequence' AND state = 'queued'
      UNION ALL
      SELECT enrollment_id, step_key, state::text, claimed_at FROM open_mail
      WHERE campaign_id = ${campaignId}::uuid AND purpose = 'sequence'
    )
    SELECT count(*)::int AS count, e.status::text AS status, e.reason, e.campaign_version_id AS "versionId", s.position, e.zone,
      date_trunc('minute', CASE WHEN NOT ${isWithProvider} THEN e.next_at END) AS "nextAt", date_trunc('minute', e.resume_at) AS "resumeAt", m.state AS mail,
      min(m.claimed_at) AS "claimedAt", CASE WHEN e.put_off_until = e.next_at THEN e.put_off_by END AS "putOffBy"
    FROM enrollment e LEFT JOIN step s ON s.id = e.step_id
    LEFT JOIN mail m ON m.enrollment_id = e.id AND m.step_key = s.key
    WHERE e.campaign_id = ${campaignId}::uuid AND e.status IN ('active', 'paused')
    GROUP BY 2, 3, 4, 5, 6, 7, 8, 9, 11`)
}

/** The plans of a campaign's versions, by version; none of those that cannot be read. */
export async function plansOf(tx: Tx, campaignId: string): Promise<Map<string, CampaignPlan>> {
  const versions = await tx.campaignVersion.findMany({
    where: { campaignId },
    select: { id: true, plan: true },
  })
  return new Map(
    versions.flatMap(({ id, plan }) => {
      const readable = readablePlan(plan)
      return readable ? [[id, readable] as const] : []
    }),
  )
}
