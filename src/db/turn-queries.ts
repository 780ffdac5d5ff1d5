import type { Tx } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'

/**
 * Why somebody is paused whom another campaign has. A campaign that does not go beside others has a contact to itself: of
 * the contact's enrollments in such campaigns that are not over, the one with the highest priority goes on, of equal ones
 * the oldest, and no other is active. Literal, because enrollment_waiting_idx names it.
 */
export const waits = Prisma.sql`'waits for another campaign'`

// Any constant does, as long as nothing else uses it: it guards the order of turns.
const turnLock = 7_402_118_003

/**
 * Holds the order of turns until the commit, so that two transactions never both make a contact's enrollment active. After
 * the lock on a campaign and before those on enrollments; stopping and pausing need it not.
 */
export async function lockTurns(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${turnLock}::bigint)`
}

/** The same where it is free at once; false where somebody else has it. */
export async function tryLockTurns(tx: Tx): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ locked: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(${turnLock}::bigint) AS locked`
  return row?.locked ?? false
}

/**
 * Who has somebody that a campaign about to be launched wants to itself: contacts, each once, as a subquery. By
 * enrollment_active_key, campaign by campaign: what is over is not looked at.
 */
export const takenContacts = ({
  campaignId,
  priority,
}: {
  campaignId: string
  priority: number
}) => Prisma.sql`
  SELECT DISTINCT o.contact_id
  FROM campaign c JOIN enrollment o ON o.campaign_id = c.id JOIN campaign_version v ON v.id = o.campaign_version_id
  WHERE c.status IN ('running', 'paused') AND c.priority >= ${priority} AND c.id <> ${campaignId}::uuid
    AND o.status IN ('active', 'paused') AND NOT v.beside_others`

/**
 * Lets those wait whom a campaign that was just launched takes over from campaigns of a lower priority. Returns these
 * campaigns. Needs the lock on the turns.
 */
export async function takeOver(
  tx: Tx,
  { campaignId, priority }: { campaignId: string; priority: number },
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ campaign_id: string }[]>(Prisma.sql`
    WITH locked AS (
      SELECT o.id
      FROM campaign c JOIN enrollment o ON o.campaign_id = c.id JOIN campaign_version v ON v.id = o.campaign_version_id
      JOIN enrollment mine ON mine.campaign_id = ${campaignId}::uuid AND mine.contact_id = o.contact_id AND mine.status = 'active'
      WHERE c.status IN ('running', 'paused') AND c.priority < ${priority} AND c.id <> ${campaignId}::uuid
        AND o.status = 'active' AND NOT v.beside_others
      ORDER BY o.id FOR UPDATE OF o
    ), moved AS (
      UPDATE enrollment e SET status = 'paused', reason = ${waits} FROM locked l WHERE e.id = l.id AND e.status = 'active'
      RETURNING e.campaign_id
    )
    SELECT DISTINCT campaign_id FROM moved ORDER BY campaign_id`)
  return rows.map((row) => row.campaign_id)
}

/** Who was let go on: how many, and of which campaigns. */
export type Woken = { count: number; campaignIds: string[] }

/**
 * Ends up to `limit` pauses whose time is over: each goes on at its step, not before that time, or waits for its turn. What
 * is with the provider stays there. Needs the lock on the turns.
 */
export async function endPauses(tx: Tx, now: Date, limit: number): Promise<Woken> {
  return wokenOf(
    await tx.$queryRaw<Row[]>(Prisma.sql`
      WITH due AS (
        SELECT id FROM enrollment WHERE status = 'paused' AND resume_at <= ${now}
        ORDER BY resume_at LIMIT ${limit} FOR UPDATE SKIP LOCKED
      ), turn AS (
        SELECT e.id, ${outranked} AS waits
        FROM due JOIN enrollment e ON e.id = due.id JOIN campaign c ON c.id = e.campaign_id
        JOIN campaign_version v ON v.id = e.campaign_version_id
      )
      UPDATE enrollment e
      SET status = CASE WHEN t.waits THEN 'paused' ELSE 'active' END::"EnrollmentStatus",
          reason = CASE WHEN t.waits THEN ${waits} END,
          next_at = CASE WHEN e.next_at IS NOT NULL THEN greatest(e.next_at, e.resume_at) END,
          resume_at = NULL
      FROM turn t WHERE e.id = t.id
      RETURNING e.campaign_id`),
  )
}

/** Which contacts to look at: up to so many that may go on, in the order of their ids, after the one given. */
export type TurnPage = { after: string | null; limit: number }

/**
 * Lets those go on, from now on, for whom no other campaign is in the way any more. `last` is where the next page begins,
 * null on the last one. Reads who waits by enrollment_waiting_idx and their other enrollments by enrollment_contact_id_idx.
 * Needs the lock on the turns.
 */
export async function giveTurns(
  tx: Tx,
  now: Date,
  { after, limit }: TurnPage,
): Promise<Woken & { last: string | null }> {
  const free = await tx.$queryRaw<Free[]>(Prisma.sql`
    SELECT e.id, e.contact_id AS "contactId", v.beside_others AS "besideOthers"
    FROM enrollment e JOIN campaign c ON c.id = e.campaign_id JOIN campaign_version v ON v.id = e.campaign_version_id
    WHERE e.status = 'paused' AND e.reason = ${waits} AND NOT ${outranked}
      ${after === null ? Prisma.empty : Prisma.sql`AND e.contact_id > ${after}::uuid`}
    ORDER BY e.contact_id LIMIT ${limit}`)
  const last = free.length === limit ? (free.at(-1)?.contactId ?? null) : null
  if (free.length === 0) return { count: 0, campaignIds: [], last }
  const alone = free.filter(({ besideOthers }) => !besideOthers)
  await stepBack(
    tx,
    alone.map(({ contactId }) => contactId),
  )
  const ids = free.map(({ id }) => id)
  return { ...wokenOf(await tx.$queryRaw<Row[]>(wakeSql(ids, now))), last }
}

type Free = { id: string; contactId: string; besideOthers: boolean }

// Where a new version has changed the priority, somebody may be active whose turn it is not any more.
async function stepBack(tx: Tx, contactIds: readonly string[]): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    WITH locked AS (
      SELECT o.id FROM enrollment o JOIN campaign_version v ON v.id = o.campaign_version_id
      WHERE o.contact_id = ANY (${[...contactIds]}::uuid[]) AND o.status = 'active' AND NOT v.beside_others
      ORDER BY o.id FOR UPDATE OF o
    )
    UPDATE enrollment e SET status = 'paused', reason = ${waits} FROM locked l WHERE e.id = l.id AND e.status = 'active'`)
}

type Row = { campaign_id: string }

// In one order, as everywhere. Whoever was stopped since is not woken.
const wakeSql = (ids: readonly string[], now: Date) => Prisma.sql`
  WITH locked AS (
    SELECT id FROM enrollment WHERE id = ANY (${[...ids]}::uuid[]) ORDER BY id FOR UPDATE
  )
  UPDATE enrollment e
  SET status = 'active', reason = NULL, next_at = CASE WHEN e.next_at IS NOT NULL THEN greatest(e.next_at, ${now}) END
  FROM locked l WHERE e.id = l.id AND e.status = 'paused' AND e.reason = ${waits}
  RETURNING e.campaign_id`

// Whether another turn comes before that of enrollment `e` of version `v` of campaign `c`.
const outranked = Prisma.sql`EXISTS (
  SELECT FROM enrollment o JOIN campaign oc ON oc.id = o.campaign_id JOIN campaign_version ov ON ov.id = o.campaign_version_id
  WHERE o.contact_id = e.contact_id AND o.id <> e.id AND o.status IN ('active', 'paused')
    AND NOT ov.beside_others AND NOT v.beside_others
    AND (oc.priority > c.priority OR oc.priority = c.priority AND o.id < e.id))`

const wokenOf = (rows: readonly Row[]): Woken => ({
  count: rows.length,
  campaignIds: [...new Set(rows.map((row) => row.campaign_id))].toSorted(),
})
