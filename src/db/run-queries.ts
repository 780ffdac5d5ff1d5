import type { CampaignStatus } from '../domain/campaign.ts'
import type { CampaignPlan, ReentryRule } from '../domain/plan.ts'
import type { Tx } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'
import { readablePlan } from './stored-plan.ts'

/** One of the campaigns that are runs of one another. */
export type Run = { id: string; name: string; status: CampaignStatus }

/** All runs of a campaign, the first one first, whose id they share. By the primary key and campaign_run_of_id_idx. */
export async function runsOf(tx: Tx, firstId: string): Promise<Run[]> {
  return tx.campaign.findMany({
    where: { OR: [{ id: firstId }, { runOfId: firstId }] },
    orderBy: { id: 'asc' },
    select: { id: true, name: true, status: true },
  })
}

/** The ids of the other runs of a campaign; none of one that was not run before: at most one run is not launched yet. */
export async function earlierRuns(tx: Tx, campaignId: string): Promise<string[]> {
  const campaign = await tx.campaign.findUniqueOrThrow({
    where: { id: campaignId },
    select: { runOfId: true },
  })
  if (campaign.runOfId === null) return []
  const runs = await runsOf(tx, campaign.runOfId)
  return runs.flatMap(({ id }) => (id === campaignId ? [] : [id]))
}

/**
 * The plan that a campaign ended with: of its newest version, or of the draft where it was never launched. Null where that
 * cannot be read, as where another release has written it.
 */
export async function planAtEnd(tx: Tx, campaignId: string): Promise<CampaignPlan | null> {
  const { plan, launchedAt, versions } = await tx.campaign.findUniqueOrThrow({
    where: { id: campaignId },
    select: {
      plan: true,
      launchedAt: true,
      versions: { orderBy: { number: 'desc' }, take: 1, select: { plan: true } },
    },
  })
  return readablePlan(launchedAt === null ? plan : (versions[0]?.plan ?? plan))
}

// An end that lets somebody enter again: through, held out, or stopped with everybody else by whoever ended the campaign.
const cameToItsEnd = Prisma.sql`(e.status = 'completed'
  OR e.status = 'stopped' AND e.reason IN ('holdout', 'cancelled', 'recalled'))`

/**
 * Whom the rule leaves out because of these runs: contacts, each once, as a subquery. Read in sets, and not by a look for each
 * person: enrollments by enrollment_campaign_id_id_idx, replies by reply_campaign_id_idx. Whoever answered is left out though
 * their sequence went on to its end, as some campaigns' rules have it; whoever was handed over has answered.
 */
export const wentThroughBefore = (runIds: readonly string[], reentry: ReentryRule): Prisma.Sql => {
  const runs = Prisma.sql`ANY (${[...runIds]}::uuid[])`
  if (reentry === 'never')
    return Prisma.sql`SELECT DISTINCT e.contact_id FROM enrollment e WHERE e.campaign_id = ${runs}`
  return Prisma.sql`
    SELECT e.contact_id FROM enrollment e WHERE e.campaign_id = ${runs} AND NOT ${cameToItsEnd}
    UNION SELECT r.contact_id FROM reply r WHERE r.campaign_id = ${runs} AND r.kind IN ('human', 'unsubscribe')`
}

/** An enrollment of the same contact in another run of the campaign of `of`. */
export type OtherRun = { of: string; id: string }

/**
 * The enrollments that the people of these (a subquery of ids) have in other runs of the same campaign, in whatever state: SQL.
 * Runs by campaign_run_of_id_idx; the person is looked up (enrollment_contact_id_id_key) only where there is another run, and
 * never a run for the person, which may be a million people.
 */
export const inOtherRuns = (enrollmentIds: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT e.id AS "of", o.id
  FROM enrollment e JOIN campaign c ON c.id = e.campaign_id
  CROSS JOIN LATERAL (
    SELECT c.run_of_id AS id WHERE c.run_of_id IS NOT NULL
    UNION ALL SELECT r.id FROM campaign r WHERE r.run_of_id = COALESCE(c.run_of_id, c.id) AND r.id <> c.id
  ) run
  CROSS JOIN LATERAL (
    SELECT k.id, k.campaign_id, run.id AS run_id FROM enrollment k WHERE k.contact_id = e.contact_id OFFSET 0
  ) o
  WHERE e.id IN (${enrollmentIds}) AND o.campaign_id = o.run_id`

/** The same, read. */
export async function findInOtherRuns(tx: Tx, enrollmentIds: readonly string[]): Promise<OtherRun[]> {
  return tx.$queryRaw<OtherRun[]>(inOtherRuns(Prisma.sql`SELECT unnest(${[...enrollmentIds]}::uuid[])`))
}

/**
 * Keeps the run that is still to be launched, of the campaigns of these enrollments, from being launched until the commit, or
 * waits until it is: a launch either sees an answer, and leaves out who gave it, or enrolled them where the answer looks
 * for them. Before enrollments are locked.
 */
export async function holdUnlaunchedRuns(tx: Tx, enrollmentIds: readonly string[]): Promise<void> {
  await tx.$queryRaw(Prisma.sql`
    SELECT r.id FROM campaign r
    WHERE r.run_of_id IN (
        SELECT COALESCE(c.run_of_id, c.id) FROM enrollment e JOIN campaign c ON c.id = e.campaign_id
        WHERE e.id = ANY (${[...enrollmentIds]}::uuid[]))
      AND r.status IN ('draft', 'scheduled')
    ORDER BY r.id FOR SHARE`)
}
