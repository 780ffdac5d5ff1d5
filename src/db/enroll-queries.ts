import type { ReentryRule } from '../domain/plan.ts'
import { type Reach, type ReachCount, reachOf } from '../domain/reach.ts'
import type { Whereabouts } from '../domain/zone-of.ts'
import type { Tx } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'
import { longestTransactionMs } from './lifeline.ts'
import { holdAudiences } from './lock-queries.ts'
import { wentThroughBefore } from './run-queries.ts'
import { takenContacts, waits } from './turn-queries.ts'

/** What moves a whole audience in one transaction may take half a minute for a million people, and longer beside others. */
export const wholeAudience = { timeout: longestTransactionMs } as const

/** What launching freezes: the version, its first step and who is held out of it. */
export type Enrolling = {
  campaignId: string
  importId: string
  versionId: string
  stepId: string
  /** Where the people of the import are, and when those there are due for the first step. */
  places: readonly EnrollPlace[]
  /** The same for whoever is at none of these by now: an import may change them at this moment. */
  elsewhere: { zone: string; dueAt: Date }
  /** How many of a hundred are enrolled but not written to, to compare the others with. */
  holdoutPercent: number
  /** Whether somebody who was enrolled in the campaign before may be again. */
  reentry: ReentryRule
  /** The earlier runs of the campaign, which this is said of. */
  runs: readonly string[]
  /** The priority of a campaign that wants its people to itself; null: it goes beside others. */
  turn: { priority: number } | null
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

/**
 * How many people were enrolled, how many of them are held out, and how many wait for another campaign; and how many were not
 * enrolled because of earlier runs.
 */
export type Enrolled = { audience: number; heldOut: number; waiting: number; wentThrough: number }

/**
 * Freezes the audience: everybody of the import is enrolled, due when their place is open, in one statement.
 * Reads import_contact by its primary key and contact by hash. The places are the few that `whereaboutsOf` found. Only who
 * holds the campaign enrolls people in it, so whoever is under way in it already is looked for once and not for each person.
 * In the order of the contacts, so that the indexes by contact grow at one end. Where they are put is looked at once, by a trigger.
 * Whom another campaign has waits (see turn-queries), for which `turn` needs the lock on the turns. Whom earlier runs leave out
 * is one anti-join more (see run-queries), where there were any.
 * Who is held out is the first two bytes of md5(campaign id + contact id), so a second look finds the same people.
 */
export async function enrollImport(tx: Tx, enrolling: Enrolling): Promise<Enrolled> {
  const { campaignId, importId, versionId, stepId, places, elsewhere, now } = enrolling
  const person = personOf(enrolling)
  await tx.campaignZone.createMany({
    data: [...new Set([...places, elsewhere].map(({ zone }) => zone))].map((zone) => ({ campaignId, zone })),
    skipDuplicates: true,
  })
  const [row] = await tx.$queryRaw<Enrolled[]>(Prisma.sql`
    WITH place AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(places)}::jsonb)
        AS p("timeZone" text, country text, zone text, "dueAt" timestamptz)
    ), person AS (
      SELECT c.id, COALESCE(p.zone, ${elsewhere.zone}) AS zone, COALESCE(p."dueAt", ${elsewhere.dueAt}) AS "dueAt",
        ${person.fate}
      FROM import_contact i JOIN contact c ON c.id = i.contact_id
      LEFT JOIN place p ON COALESCE(p."timeZone", '') = COALESCE(c.time_zone, '') AND COALESCE(p.country, '') = COALESCE(c.country, '')
      ${person.others}
      WHERE i.import_id = ${importId}::uuid AND ${person.isNew} ${person.mayEnter}
    ), enrolled AS (
      INSERT INTO enrollment (campaign_id, campaign_version_id, contact_id, status, reason, step_id, next_at, zone, created_at)
      SELECT ${campaignId}::uuid, ${versionId}::uuid, id,
             CASE WHEN held_out THEN 'stopped' WHEN taken THEN 'paused' ELSE 'active'::"EnrollmentStatus" END,
             CASE WHEN held_out THEN 'holdout' WHEN taken THEN ${waits} END, CASE WHEN held_out THEN NULL ELSE ${stepId}::uuid END,
             CASE WHEN held_out THEN NULL ELSE "dueAt" END, zone, ${now}
      FROM person ORDER BY id
      RETURNING status
    )
    SELECT count(*)::int AS audience, (count(*) FILTER (WHERE status = 'stopped'))::int AS "heldOut",
           (count(*) FILTER (WHERE status = 'paused'))::int AS waiting ${notEnrolled(enrolling)}
    FROM enrolled`)
  return { ...nobody, ...row }
}

const nobody: Enrolled = { audience: 0, heldOut: 0, waiting: 0, wentThrough: 0 }

// Whoever of the import was not enrolled; import_contact by its primary key once more.
const notEnrolled = ({ runs, importId }: Pick<Enrolling, 'runs' | 'importId'>): Prisma.Sql =>
  runs.length === 0
    ? Prisma.empty
    : Prisma.sql`, (SELECT count(*)::int FROM import_contact WHERE import_id = ${importId}::uuid) - count(*)::int AS "wentThrough"`

type Asked = Pick<Enrolling, 'campaignId' | 'importId' | 'holdoutPercent' | 'reentry' | 'runs' | 'turn'>

/** What a launch decides about contact `c` of its import: SQL, the same whether they are enrolled or only counted. */
const personOf = ({ campaignId, holdoutPercent, reentry, runs, turn }: Omit<Asked, 'importId'>) => ({
  fate: Prisma.sql`${heldOut(campaignId, holdoutPercent)} AS held_out,
    ${turn === null ? Prisma.sql`false` : Prisma.sql`t.contact_id IS NOT NULL`} AS taken`,
  others: Prisma.sql`
    ${turn === null ? Prisma.empty : Prisma.sql`LEFT JOIN (${takenContacts({ campaignId, ...turn })}) t ON t.contact_id = c.id`}
    ${runs.length === 0 ? Prisma.empty : Prisma.sql`LEFT JOIN (${wentThroughBefore(runs, reentry)}) w ON w.contact_id = c.id`}`,
  wentThrough: runs.length === 0 ? Prisma.sql`false` : Prisma.sql`w.contact_id IS NOT NULL`,
  mayEnter: runs.length === 0 ? Prisma.empty : Prisma.sql`AND w.contact_id IS NULL`,
  isNew: Prisma.sql`NOT EXISTS (
    SELECT FROM enrollment b WHERE b.campaign_id = ${campaignId}::uuid AND b.contact_id = c.id
      ${reentry === 'never' ? Prisma.empty : Prisma.sql`AND b.status IN ('active', 'paused')`})`,
})

/**
 * Counts whom `enrollImport` would enroll at this moment, and what would become of them first. Reads what that reads, and the
 * suppressions by address: who is suppressed is enrolled too, and left out when their turn comes.
 */
export async function reachOfLaunch(tx: Tx, asked: Asked): Promise<Reach> {
  const person = personOf(asked)
  const counts = await tx.$queryRaw<ReachCount[]>(Prisma.sql`
    SELECT CASE WHEN went_through THEN 'wentThrough' WHEN held_out THEN 'heldOut' WHEN taken THEN 'waiting' WHEN suppressed IS NOT NULL THEN 'suppressed'
        ELSE 'written' END AS place,
      CASE WHEN went_through OR held_out OR taken THEN '' ELSE COALESCE(suppressed, '') END AS reason, count(*)::int AS count
    FROM (
      SELECT ${person.fate}, ${person.wentThrough} AS went_through, s.reason AS suppressed FROM import_contact i JOIN contact c ON c.id = i.contact_id
      LEFT JOIN suppression s ON s.channel = 'email' AND s.address = c.email
      ${person.others}
      WHERE i.import_id = ${asked.importId}::uuid AND ${person.isNew}
    ) person GROUP BY 1, 2`)
  return reachOf(counts)
}

/**
 * How many of the people who were just enrolled must not be written to, by why not. From the suppressions, each looked for in
 * contact by its address and in enrollment_active_key: nothing reads the whole audience once more.
 */
export async function suppressedOf(tx: Tx, campaignId: string): Promise<ReachCount[]> {
  return tx.$queryRaw<ReachCount[]>(Prisma.sql`
    SELECT 'suppressed' AS place, s.reason, count(*)::int AS count
    FROM suppression s JOIN contact c ON c.email = s.address
    CROSS JOIN LATERAL (
      SELECT FROM enrollment e
      WHERE e.campaign_id = ${campaignId}::uuid AND e.contact_id = c.id AND e.status = 'active' LIMIT 1
    ) person
    WHERE s.channel = 'email' GROUP BY s.reason`)
}

// Not worked out where nobody is held out: for a million people that is seconds.
const heldOut = (campaignId: string, percent: number) =>
  percent === 0
    ? Prisma.sql`false`
    : Prisma.sql`('x' || left(md5(${campaignId} || c.id::text), 4))::bit(16)::int * 100 < ${percent}::int * 65536`

/** How many people were in flight when a campaign was ended, and how many of them had a mail with the provider. */
export type StoppedCounts = { stopped: number; withProvider: number }

/** Ends what is still to come of a campaign: enrollments stop, messages in line are skipped. */
export async function stopEnrollments(tx: Tx, campaignId: string, reason: string): Promise<StoppedCounts> {
  await holdAudiences(tx, [campaignId])
  const [counts] = await tx.$queryRaw<StoppedCounts[]>(Prisma.sql`
    WITH locked AS (
      SELECT id FROM enrollment WHERE campaign_id = ${campaignId}::uuid AND status IN ('active', 'paused')
      ORDER BY id FOR UPDATE
    ), stopped AS (
      UPDATE enrollment e SET status = 'stopped', reason = ${reason}, next_at = NULL FROM locked l WHERE e.id = l.id
      RETURNING old.with_provider OR old.next_at IS NULL AS away
    )
    SELECT count(*)::int AS stopped, (count(*) FILTER (WHERE away))::int AS "withProvider" FROM stopped`)
  // A statement of its own: what was put back in line while the one above waited for its locks is seen only now.
  await tx.$executeRaw(Prisma.sql`
    UPDATE message SET state = 'skipped', reason = ${reason}
    WHERE campaign_id = ${campaignId}::uuid AND state = 'queued' AND purpose = 'sequence'`)
  return counts ?? { stopped: 0, withProvider: 0 }
}
