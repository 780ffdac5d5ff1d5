import type { Tx } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'

/** What moves a whole audience in one transaction may take half a minute for a million people, and longer beside others. */
export const wholeAudience = { timeout: 300_000 } as const

/** What launching freezes: the version and its first step. */
export type Enrolling = { campaignId: string; importId: string; versionId: string; stepId: string; now: Date }

/**
 * Freezes the audience: everybody of the import is enrolled, due at once, in one statement. Returns how many.
 * Reads import_contact by its primary key.
 */
export async function enrollImport(
  tx: Tx,
  { campaignId, importId, versionId, stepId, now }: Enrolling,
): Promise<number> {
  return tx.$executeRaw(Prisma.sql`
    INSERT INTO enrollment (campaign_id, campaign_version_id, contact_id, step_id, next_at, created_at)
    SELECT ${campaignId}::uuid, ${versionId}::uuid, contact_id, ${stepId}::uuid, ${now}, ${now}
    FROM import_contact WHERE import_id = ${importId}::uuid
    ON CONFLICT (campaign_id, contact_id) WHERE status IN ('active', 'paused') DO NOTHING`)
}

/** Ends what is still to come of a campaign: enrollments stop, messages in line are skipped. Returns how many people. */
export async function stopEnrollments(tx: Tx, campaignId: string, reason: string): Promise<number> {
  const rows = await tx.$queryRaw<{ stopped: number }[]>(Prisma.sql`
    WITH locked AS (
      SELECT id FROM enrollment WHERE campaign_id = ${campaignId}::uuid AND status IN ('active', 'paused')
      ORDER BY id FOR UPDATE
    ), stopped AS (
      UPDATE enrollment e SET status = 'stopped', reason = ${reason}, next_at = NULL FROM locked l WHERE e.id = l.id
      RETURNING e.id
    )
    SELECT count(*)::int AS stopped FROM stopped`)
  // A statement of its own: what was put back in line while the one above waited for its locks is seen only now.
  await tx.$executeRaw(Prisma.sql`
    UPDATE message SET state = 'skipped', reason = ${reason}
    WHERE campaign_id = ${campaignId}::uuid AND state = 'queued' AND purpose = 'sequence'`)
  return rows[0]?.stopped ?? 0
}
