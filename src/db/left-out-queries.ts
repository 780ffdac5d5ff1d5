import type { LeftOut } from '../domain/campaign.ts'
import type { Tx } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'

/**
 * The three most common reasons for which people of a campaign count as skipped, and as rejected by the provider, the most
 * first. What it says of rejected mails differs by address, so those with the same code are one. Reads the campaign's
 * enrollments (enrollment_campaign_id_id_idx) and, of those who were given up, the newest mail by (enrollment_id, step_key).
 */
export async function leftOutOf(tx: Tx, campaignId: string): Promise<LeftOut[]> {
  return tx.$queryRaw<LeftOut[]>(Prisma.sql`
    WITH person AS (
      SELECT CASE WHEN m.state = 'rejected' THEN 'rejected' ELSE 'skipped' END AS place, COALESCE(m.reason, e.reason) AS reason,
        CASE WHEN m.state = 'rejected' THEN m.error_code END AS error_code
      FROM enrollment e LEFT JOIN LATERAL (
        SELECT state, reason, error_code FROM message
        WHERE enrollment_id = e.id AND step_id IS NOT NULL ORDER BY id DESC LIMIT 1
      ) m ON true
      WHERE e.campaign_id = ${campaignId}::uuid AND e.status IN ('stopped', 'completed')
        AND e.reason IS NOT NULL AND e.reason <> 'holdout' AND (m.state IS NULL OR m.state IN ('skipped', 'rejected'))
        AND NOT EXISTS (SELECT FROM under_way_mail u WHERE u.enrollment_id = e.id)
    ), alike AS (
      SELECT place, min(reason) AS reason, count(*)::int AS count,
        row_number() OVER (PARTITION BY place ORDER BY count(*) DESC, min(reason)) AS rank
      FROM person GROUP BY place, error_code, CASE WHEN error_code IS NULL THEN reason END
    )
    SELECT place, reason, count FROM alike WHERE rank <= 3 ORDER BY place, rank`)
}
