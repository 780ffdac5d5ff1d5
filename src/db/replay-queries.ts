import type { Tx } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'
import { mailsOf, type ProblemScope } from './problem-queries.ts'

/** How many mails of a campaign wait for a person. */
export type Waiting = { campaignId: string; mails: number }

// A test is not tried again, and a mail of no campaign is decided about by itself.
const triedAgain = Prisma.sql`m.state = 'needs_human' AND m.purpose <> 'test' AND m.campaign_id IS NOT NULL`

/** The campaigns of a scope that have mails to be tried again, in the order of their ids (message_needs_human_idx). */
export async function campaignsToReplay(tx: Tx, scope: ProblemScope): Promise<Waiting[]> {
  return tx.$queryRaw<Waiting[]>(Prisma.sql`
    SELECT m.campaign_id AS "campaignId", count(*)::int AS mails FROM message m
    WHERE ${triedAgain} ${mailsOf(scope)} GROUP BY 1 ORDER BY 1`)
}

/** A call whose mails are to be tried again. */
export type StuckAttempt = { attempt: string; purpose: 'sequence' | 'conversation'; messageIds: string[] }

/** Which mails are meant: of a campaign, claimed from `since` until it was decided about them. */
export type Meant = { campaignId: string; since: Date; decidedAt: Date }

/** The next call, by the id of its attempt, after the one given. One call has 500 mails at most. By message_needs_human_idx. */
export async function nextStuckAttempt(
  tx: Tx,
  { campaignId, since, decidedAt, after }: Meant & { after: string | null },
): Promise<StuckAttempt | null> {
  const [row] = await tx.$queryRaw<StuckAttempt[]>(Prisma.sql`
    SELECT m.attempt, m.purpose::text AS purpose, array_agg(m.id::text ORDER BY m.id) AS "messageIds" FROM message m
    WHERE ${triedAgain} AND m.campaign_id = ${campaignId}::uuid AND m.claimed_at BETWEEN ${since} AND ${decidedAt}
      ${after === null ? Prisma.empty : Prisma.sql`AND m.attempt > ${after}::uuid`}
    GROUP BY m.attempt, m.purpose ORDER BY m.attempt LIMIT 1`)
  return row ?? null
}

/** How many of the mails that were meant still wait. */
export async function stillWaiting(
  tx: Tx,
  { campaignId, decidedAt }: Pick<Meant, 'campaignId' | 'decidedAt'>,
): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>(Prisma.sql`
    SELECT count(*)::int AS count FROM message m
    WHERE ${triedAgain} AND m.campaign_id = ${campaignId}::uuid AND m.claimed_at <= ${decidedAt}`)
  return row?.count ?? 0
}

/**
 * Puts mails back in line that the provider has no trace of, and takes up again the enrollments that were given up with
 * them, as for one (takeUpAgain, putInLine): from `now`, as somebody who comes back. Whose person is out of the campaign for
 * another reason since, or in it again, stays as it is. Returns which are in line. `lockMessages` holds them; by primary keys.
 */
export async function putAllInLine(tx: Tx, ids: readonly string[], now: Date): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>(Prisma.sql`
    WITH stuck AS (
      SELECT m.id, m.purpose, m.enrollment_id, m.reason FROM message m
      WHERE m.id = ANY (${[...ids]}::uuid[]) AND m.state = 'needs_human'
    ), taken AS (
      UPDATE enrollment e SET status = 'paused', reason = 'released', resume_at = ${now}, next_at = ${now},
        due_since = NULL, with_provider = false
      FROM stuck s
      WHERE e.id = s.enrollment_id AND s.purpose = 'sequence'
        AND e.status = 'stopped' AND e.reason IS NOT DISTINCT FROM s.reason
        AND NOT EXISTS (SELECT FROM enrollment o WHERE o.campaign_id = e.campaign_id AND o.contact_id = e.contact_id
                          AND o.status IN ('active', 'paused'))
      RETURNING e.campaign_id, s.id
    ), reopened AS (
      UPDATE campaign c SET status = 'running', finished_at = NULL
      WHERE c.status = 'completed' AND c.id IN (SELECT campaign_id FROM taken)
    )
    UPDATE message m SET state = 'queued', reason = 'a person had it sent again' FROM stuck s
    WHERE m.id = s.id AND (s.purpose <> 'sequence' OR s.enrollment_id IS NULL OR s.id IN (SELECT id FROM taken))
    RETURNING m.id`)
  return rows.map(({ id }) => id)
}

/**
 * Notes that a call was seen to, and what came of it. False when somebody else did so meanwhile, or it is all over: then
 * nothing of it may be kept.
 */
export async function noteAttempt(
  tx: Tx,
  id: string,
  { attempt, inLine, wasSent }: { attempt: string; inLine: number; wasSent: number },
): Promise<boolean> {
  const { count } = await tx.replay.updateMany({
    where: {
      id,
      finishedAt: null,
      OR: [{ afterAttempt: null }, { afterAttempt: { lt: attempt } }],
    },
    data: { afterAttempt: attempt, inLine: { increment: inLine }, wasSent: { increment: wasSent } },
  })
  return count > 0
}

/**
 * Leaves mails of a campaign as they are, up to so many, with an audit entry for each under `actor`'s name. Returns how many.
 * Needs the lock on the campaign. By message_needs_human_idx.
 */
export async function skipStuck(
  tx: Tx,
  campaignId: string,
  { limit, actor, origin }: { limit: number; actor: string; origin: string },
): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>(Prisma.sql`
    WITH stuck AS (
      SELECT m.id FROM message m WHERE m.state = 'needs_human' AND m.campaign_id = ${campaignId}::uuid
      ORDER BY m.id LIMIT ${limit} FOR UPDATE
    ), skipped AS (
      UPDATE message m SET state = 'skipped', reason = 'discarded by a person' FROM stuck s WHERE m.id = s.id RETURNING m.id
    ), told AS (
      INSERT INTO audit_entry (actor, action, subject, subject_id, origin)
      SELECT ${actor}, 'discarded', 'message', id, ${origin} FROM skipped
    )
    SELECT count(*)::int AS count FROM skipped`)
  return row?.count ?? 0
}
