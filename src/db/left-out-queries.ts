import type { LeftOut } from '../domain/campaign.ts'
import type { Tx } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'

/**
 * The three most common reasons for which people of a campaign count as skipped, and as rejected by the provider, the most
 * first. What it says of rejected mails differs by address, so those with the same code are one. Enrollments and messages by
 * campaign (enrollment_campaign_id_id_idx, message_campaign_id_id_idx) where many were left out, their messages by
 * (enrollment_id, step_key) where few were: the database chooses, for a look at each of all who were cancelled takes long.
 */
export async function leftOutOf(tx: Tx, campaignId: string): Promise<LeftOut[]> {
  return tx.$queryRaw<LeftOut[]>(Prisma.sql`
    WITH person AS (
      SELECT CASE WHEN m.state = 'rejected' THEN 'rejected' ELSE 'skipped' END AS place, COALESCE(m.reason, e.reason) AS reason,
        CASE WHEN m.state = 'rejected' THEN m.error_code END AS error_code
      FROM enrollment e
      LEFT JOIN message m ON m.enrollment_id = e.id AND m.campaign_id = ${campaignId}::uuid AND m.step_id IS NOT NULL
      WHERE e.campaign_id = ${campaignId}::uuid AND e.status IN ('stopped', 'completed', 'replied')
        AND e.reason IS NOT NULL AND e.reason <> 'holdout' AND (m.state IS NULL OR m.state IN ('skipped', 'rejected'))
        AND NOT EXISTS (SELECT FROM message newer WHERE newer.enrollment_id = m.enrollment_id
          AND newer.campaign_id = ${campaignId}::uuid AND newer.step_id IS NOT NULL AND newer.id > m.id)
        AND NOT EXISTS (SELECT FROM under_way_mail u WHERE u.enrollment_id = e.id)
    ), alike AS (
      SELECT place, min(reason) AS reason, count(*)::int AS count,
        row_number() OVER (PARTITION BY place ORDER BY count(*) DESC, min(reason)) AS rank
      FROM person GROUP BY place, error_code, CASE WHEN error_code IS NULL THEN reason END
    )
    SELECT place, reason, count FROM alike WHERE rank <= 3 ORDER BY place, rank`)
}
