import { knownMergeFields } from '../domain/merge-fields.ts'
import { planDiff } from '../domain/plan-diff.ts'
import { givesMoments } from '../domain/plan-move.ts'
import type { CampaignPlan } from '../domain/plan.ts'
import { Refusal } from '../domain/refusal.ts'
import { asRefusal } from './campaign-fault.ts'
import type { Tx } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'
import { forgetBookings } from './limit-change-queries.ts'
import { holdAudiences } from './lock-queries.ts'
import { adoptQueued, type Moved, moveEnrollments } from './move-queries.ts'
import { readMapping } from './stored-mapping.ts'
import { requirePlan } from './stored-plan.ts'
import { waitForTurns } from './turn-queries.ts'
import { versionsById } from './version-steps.ts'

/** A campaign's plan for somebody who edits it. */
export type EditedPlan = {
  launched: boolean
  /** What an edit is compared with: the newest version, or before launch the draft. */
  plan: CampaignPlan
  /** What is drafted: of a launched campaign, for its next version. */
  drafted: CampaignPlan
  revision: number
  /** When it is to start, if it is scheduled. */
  startsAt: Date | null
  /** The merge fields that its contacts may have. */
  fields: string[]
}

/** Loads what an edit starts from. Throws a Refusal when the campaign is gone, and where its plan cannot be read. */
export async function planInForce(tx: Tx, campaignId: string): Promise<EditedPlan> {
  const campaign = await tx.campaign.findUnique({
    where: { id: campaignId },
    include: {
      versions: { orderBy: { number: 'desc' }, take: 1, select: { plan: true } },
      import: { select: { mapping: true } },
    },
  })
  if (!campaign) throw new Refusal('campaign-gone', 'This campaign no longer exists.')
  const drafted = requirePlan(campaign.plan)
  const launched = campaign.launchedAt !== null
  const [version] = campaign.versions
  return {
    launched,
    plan: launched && version ? requirePlan(version.plan) : drafted,
    drafted,
    revision: campaign.planRevision,
    startsAt: campaign.startsAt,
    fields: knownMergeFields(readMapping(campaign.import.mapping)),
  }
}

/** What was changed of a launched campaign and is not applied yet, in sentences; none before launch. */
export async function pendingChanges(tx: Tx, campaignId: string): Promise<string[]> {
  const { plan, drafted } = await planInForce(tx, campaignId)
  return planDiff(plan, drafted)
}

/** Who goes on where after an edit: moved, through, or to follow once their mail is settled. */
export type TakenOver = Moved & { following: number }

/**
 * Moves everybody in flight to a version, from whichever they are on. They are locked first, in a statement of its own:
 * whoever is being claimed or settled at this moment is seen as that left them, and whoever is settled afterwards sees that
 * their version was taken over. Throws a Refusal where nothing can be made of a version that somebody is on.
 */
export async function takeOver(tx: Tx, taking: Taking): Promise<TakenOver> {
  return moveAll(tx, taking).catch(asRefusal)
}

type Taking = { campaignId: string; versionId: string; now: Date }

async function moveAll(tx: Tx, { campaignId, versionId, now }: Taking): Promise<TakenOver> {
  await holdAudiences(tx, [campaignId])
  await tx.$executeRaw(Prisma.sql`
    UPDATE campaign_version SET moved_to_id = ${versionId}::uuid
    WHERE campaign_id = ${campaignId}::uuid AND id <> ${versionId}::uuid`)
  const olds = await tx.campaignVersion.findMany({
    where: { campaignId, movedToId: versionId },
    select: { id: true },
  })
  const versions = await versionsById(tx, [versionId, ...olds.map(({ id }) => id)])
  const to = versions.get(versionId)
  const froms = [...versions.values()].filter(({ id }) => id !== versionId)
  if (to && froms.some(({ plan }) => givesMoments(plan, to.plan))) await forgetBookings(tx, campaignId)
  await tx.$queryRaw(Prisma.sql`
    SELECT count(*)::int FROM (
      SELECT FROM enrollment WHERE campaign_id = ${campaignId}::uuid AND status IN ('active', 'paused') ORDER BY id FOR UPDATE
    ) locked`)
  const all: TakenOver = { moved: 0, completed: 0, following: 0 }
  for (const from of froms) {
    if (!to) break
    const { moved, completed } = await moveEnrollments(tx, { from, to, ids: null, now })
    all.moved += moved
    all.completed += completed
  }
  await adoptQueued(tx, campaignId, versionId)
  await waitForTurns(tx, versionId, null)
  all.following = await tx.enrollment.count({
    where: {
      campaignId,
      status: { in: ['active', 'paused'] },
      OR: [{ withProvider: true }, { nextAt: null }],
      campaignVersionId: { not: versionId },
    },
  })
  return all
}
