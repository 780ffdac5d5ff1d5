import type { Whereabouts } from '../domain/zone-of.ts'
import type { Tx } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'

/** What moves a whole audience in one transaction may take half a minute for a million people, and longer beside others. */
export const wholeAudience = { timeout: 300_000 } as const

/** What launching freezes: the version, its first step and who is held out of it. */
export type Enrolling = {
  campaignId: string
  importId: string
  versionId: string
  stepId: string
  /** Where the people of the import are, and when those there are due for the first step. */
  places: readonly EnrollPlace[]
  /** How many of a hundred are enrolled but not written to, to compare the others with. */
  holdoutPercent: number
  now: Date
}

/** What the contacts of one place have in common: what they say of it, the zone this comes to, and when it is due. */
export type EnrollPlace = Whereabouts & { zone: string; dueAt: Date }

/** What the people of an import say of where they are, each combination once. */
export async function whereaboutsOf(tx: Tx, importId: string): Promise<Whereabouts[]> {
  return tx.$queryRaw<Whereabouts[]>(Prisma.sql`
    SELECT c.time_zone AS "timeZone", c.country FROM import_contact i JOIN contact c ON c.id = i.contact_id
    WHERE i.import_id = ${importId}::uuid GROUP BY c.time_zone, c.country`)
}

/** How many people were enrolled, and how many of them are held out. */
export type Enrolled = { audience: number; heldOut: number }

/**
 * Freezes the audience: everybody of the import is enrolled, due when their place is open, in one statement.
 * Reads import_contact by its primary key and contact by hash. The places are the few that `whereaboutsOf` found.
 * Who is held out is the first two bytes of md5(campaign id + contact id), so a second look finds the same people.
 */
export async function enrollImport(tx: Tx, enrolling: Enrolling): Promise<Enrolled> {
  const { campaignId, importId, versionId, stepId, places, holdoutPercent, now } = enrolling
  await tx.campaignZone.createMany({
    data: [...new Set(places.map(({ zone }) => zone))].map((zone) => ({ campaignId, zone })),
    skipDuplicates: true,
  })
  const [row] = await tx.$queryRaw<Enrolled[]>(Prisma.sql`
    WITH place AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(places)}::jsonb)
        AS p("timeZone" text, country text, zone text, "dueAt" timestamptz)
    ), person AS (
      SELECT c.id, p.zone, p."dueAt",
        ('x' || left(md5(${campaignId} || c.id::text), 4))::bit(16)::int * 100 < ${holdoutPercent}::int * 65536 AS held_out
      FROM import_contact i JOIN contact c ON c.id = i.contact_id
      JOIN place p ON COALESCE(p."timeZone", '') = COALESCE(c.time_zone, '') AND COALESCE(p.country, '') = COALESCE(c.country, '')
      WHERE i.import_id = ${importId}::uuid
    ), enrolled AS (
      INSERT INTO enrollment (campaign_id, campaign_version_id, contact_id, status, reason, step_id, next_at, zone, created_at)
      SELECT ${campaignId}::uuid, ${versionId}::uuid, id, (CASE WHEN held_out THEN 'stopped' ELSE 'active' END)::"EnrollmentStatus",
             CASE WHEN held_out THEN 'holdout' END, CASE WHEN held_out THEN NULL ELSE ${stepId}::uuid END,
             CASE WHEN held_out THEN NULL ELSE "dueAt" END, zone, ${now}
      FROM person
      ON CONFLICT (campaign_id, contact_id) WHERE status IN ('active', 'paused') DO NOTHING
      RETURNING status
    )
    SELECT count(*)::int AS audience, (count(*) FILTER (WHERE status = 'stopped'))::int AS "heldOut" FROM enrolled`)
  return row ?? { audience: 0, heldOut: 0 }
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
