import type { Tx } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'
import { outranked, waits } from './turn-queries.ts'

/** Who was let go on: how many, and of which campaigns. */
export type Woken = { count: number; campaignIds: string[] }

/**
 * Ends up to `limit` pauses whose time is over: each goes on at its step, not before that time, or waits for its turn. What
 * is with the provider stays there. Needs the lock on the turns.
 */
export async function endPauses(tx: Tx, now: Date, limit: number): Promise<Woken> {
  const due = await tx.$queryRaw<(Turn & { waits: boolean })[]>(Prisma.sql`
    WITH due AS (
      SELECT id FROM enrollment WHERE status = 'paused' AND resume_at <= ${now}
      ORDER BY resume_at LIMIT ${limit} FOR UPDATE SKIP LOCKED
    )
    SELECT e.id, e.contact_id AS "contactId", v.beside_others AS "besideOthers", ${outranked} AS waits
    FROM due JOIN enrollment e ON e.id = due.id JOIN campaign c ON c.id = e.campaign_id
    JOIN campaign_version v ON v.id = e.campaign_version_id`)
  const back = due.filter((each) => !each.waits)
  await stepBack(tx, back)
  return wokenOf(
    await tx.$queryRaw<Row[]>(Prisma.sql`
      UPDATE enrollment e
      SET status = CASE WHEN b.back THEN 'active' ELSE 'paused' END::"EnrollmentStatus",
          reason = CASE WHEN NOT b.back THEN ${waits} END,
          next_at = CASE WHEN e.next_at IS NOT NULL THEN greatest(e.next_at, e.resume_at) END,
          due_since = NULL, resume_at = NULL
      FROM (SELECT id, id = ANY (${idsOf(back)}::uuid[]) AS back FROM unnest(${idsOf(due)}::uuid[]) id) b
      WHERE e.id = b.id
      RETURNING e.campaign_id`),
  )
}

/**
 * Has somebody's pause end at `now`, whatever it was for but another campaign: those have turns. False when they are not
 * paused, or only for that.
 */
export async function endPauseOf(tx: Tx, enrollmentId: string, now: Date): Promise<boolean> {
  const ended = await tx.$executeRaw(Prisma.sql`
    UPDATE enrollment SET reason = 'released', resume_at = ${now}
    WHERE id = ${enrollmentId}::uuid AND status = 'paused' AND reason IS DISTINCT FROM ${waits}`)
  return ended > 0
}

/** Which enrollments to look at: up to so many that wait, in the order of their contacts, after the contact given. */
export type TurnPage = { after: string | null; limit: number }

/**
 * Lets those go on, from now on, for whom no other campaign is in the way any more. `last` is where the next page begins,
 * null on the last one: a page is bounded by whom it looks at, or who waits for long would be read again and again. Reads who
 * waits by enrollment_waiting_idx and their other enrollments by enrollment_contact_id_id_key. Needs the lock on the turns.
 */
export async function giveTurns(
  tx: Tx,
  now: Date,
  { after, limit }: TurnPage,
): Promise<Woken & { last: string | null }> {
  const page = await tx.$queryRaw<(Turn & { waits: boolean })[]>(Prisma.sql`
    WITH page AS MATERIALIZED (
      SELECT id, contact_id FROM enrollment
      WHERE status = 'paused' AND reason = ${waits}
        ${after === null ? Prisma.empty : Prisma.sql`AND contact_id > ${after}::uuid`}
      ORDER BY contact_id FETCH FIRST ${limit} ROWS WITH TIES
    )
    SELECT e.id, e.contact_id AS "contactId", v.beside_others AS "besideOthers", ${outranked} AS waits
    FROM page JOIN enrollment e ON e.id = page.id JOIN campaign c ON c.id = e.campaign_id
    JOIN campaign_version v ON v.id = e.campaign_version_id
    ORDER BY e.contact_id`)
  const last = page.length >= limit ? (page.at(-1)?.contactId ?? null) : null
  const free = page.filter((each) => !each.waits)
  if (free.length === 0) return { count: 0, campaignIds: [], last }
  await stepBack(tx, free)
  return { ...wokenOf(await tx.$queryRaw<Row[]>(wakeSql(idsOf(free), now))), last }
}

/** An enrollment that may go on. */
type Turn = { id: string; contactId: string; besideOthers: boolean }

const idsOf = (turns: readonly Turn[]): string[] => turns.map(({ id }) => id)

// Where an edit has changed a priority, somebody may be active whose turn it is not any more.
async function stepBack(tx: Tx, turns: readonly Turn[]): Promise<void> {
  const contactIds = turns.filter(({ besideOthers }) => !besideOthers).map(({ contactId }) => contactId)
  if (contactIds.length === 0) return
  await tx.$executeRaw(Prisma.sql`
    WITH locked AS (
      SELECT o.id FROM enrollment o JOIN campaign_version v ON v.id = o.campaign_version_id
      WHERE o.contact_id = ANY (${contactIds}::uuid[]) AND o.status = 'active' AND NOT v.beside_others
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
  SET status = 'active', reason = NULL, next_at = CASE WHEN e.next_at IS NOT NULL THEN greatest(e.next_at, ${now}) END,
    due_since = NULL
  FROM locked l WHERE e.id = l.id AND e.status = 'paused' AND e.reason = ${waits}
  RETURNING e.campaign_id`

const wokenOf = (rows: readonly Row[]): Woken => ({
  count: rows.length,
  campaignIds: [...new Set(rows.map((row) => row.campaign_id))].toSorted(),
})
