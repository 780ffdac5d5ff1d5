import type { CampaignPlan } from '../domain/plan.ts'
import type { Tx } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'
import { holdAudiences } from './lock-queries.ts'

/**
 * Why somebody is paused whom another campaign has. A campaign that does not go beside others has a contact to itself: of
 * the contact's enrollments in such campaigns that are not over, the one with the highest priority goes on, of equal ones
 * the oldest, and no other is active. Literal, because enrollment_waiting_idx names it.
 */
export const waits = Prisma.sql`'waits for another campaign'`

/** The turn that a campaign of this plan wants of its people; null: it goes beside others. */
export const turnOf = (plan: Pick<CampaignPlan, 'besideOthers' | 'priority'>): { priority: number } | null =>
  plan.besideOthers ? null : { priority: plan.priority }

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
  const lower = await tx.campaign.findMany({
    where: { status: { in: ['running', 'paused'] }, priority: { lt: priority }, id: { not: campaignId } },
    select: { id: true },
  })
  if (lower.length === 0) return []
  await holdAudiences(
    tx,
    lower.map(({ id }) => id),
  )
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

/** Whether another turn comes before that of enrollment `e` of version `v` of campaign `c`: SQL. */
export const outranked = Prisma.sql`EXISTS (
  SELECT FROM enrollment o JOIN campaign oc ON oc.id = o.campaign_id JOIN campaign_version ov ON ov.id = o.campaign_version_id
  WHERE o.contact_id = e.contact_id AND o.id <> e.id AND o.status IN ('active', 'paused')
    AND NOT ov.beside_others AND NOT v.beside_others
    AND (oc.priority > c.priority OR oc.priority = c.priority AND o.id < e.id))`

/**
 * Lets those wait for their turn who were moved to this version, which wants its people to itself, from one that did not:
 * everybody, or those with these ids. The next look at the turns lets them go on.
 */
export async function waitForTurns(tx: Tx, versionId: string, ids: readonly string[] | null): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    UPDATE enrollment e SET status = 'paused', reason = ${waits} FROM campaign_version v
    WHERE v.id = ${versionId}::uuid AND NOT v.beside_others
      AND e.campaign_id = v.campaign_id AND e.campaign_version_id = v.id AND e.status = 'active'
      AND EXISTS (SELECT FROM campaign_version b WHERE b.moved_to_id = v.id AND b.beside_others)
      ${ids === null ? Prisma.empty : Prisma.sql`AND e.id = ANY (${[...ids]}::uuid[])`}`)
}
