import type { Db } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'

/** A row whose contact, step, version or campaign does not exist, or that do not belong together. */
export type Misplaced = { table: 'enrollment' | 'message'; id: string }

/**
 * Looks at everybody and every mail, and returns up to ten that stand nowhere: what keys would refuse and is not looked at for
 * each row (docs/decisions/0032). Reads both tables from end to end, so it is for tests and proofs and not for the clock.
 */
export async function findMisplaced(db: Db): Promise<Misplaced[]> {
  return db.$queryRaw<Misplaced[]>(Prisma.sql`
    SELECT 'enrollment' AS table, e.id FROM enrollment e
    LEFT JOIN campaign_version v ON v.id = e.campaign_version_id AND v.campaign_id = e.campaign_id
    LEFT JOIN step s ON s.id = e.step_id AND s.campaign_version_id = e.campaign_version_id AND s.campaign_id = e.campaign_id
    LEFT JOIN contact c ON c.id = e.contact_id
    WHERE c.id IS NULL OR v.id IS NULL OR e.step_id IS NOT NULL AND s.id IS NULL
    UNION ALL
    SELECT 'message', m.id FROM message m
    LEFT JOIN campaign c ON c.id = m.campaign_id
    LEFT JOIN step s ON s.id = m.step_id AND s.campaign_id = m.campaign_id
    LEFT JOIN enrollment e ON e.id = m.enrollment_id
    WHERE m.campaign_id IS NOT NULL AND c.id IS NULL OR m.step_id IS NOT NULL AND s.id IS NULL
      OR m.enrollment_id IS NOT NULL AND e.campaign_id IS DISTINCT FROM m.campaign_id
    LIMIT 10`)
}
