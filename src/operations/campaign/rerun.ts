import { audit } from '../../db/audit-queries.ts'
import type { Tx } from '../../db/client.ts'
import { requireImported } from '../../db/launch-queries.ts'
import { holdCampaign, lockCampaign } from '../../db/lock-queries.ts'
import { memberFor } from '../../db/member-queries.ts'
import { requirePermitted } from '../../db/permission-queries.ts'
import { planAtEnd, runsOf } from '../../db/run-queries.ts'
import type { Actor, Origin } from '../../domain/actor.ts'
import { requireMove } from '../../domain/campaign.ts'
import type { CampaignPlan } from '../../domain/plan.ts'
import { requireNoDraft, requirePlanAtEnd, runName } from '../../domain/run.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

type RerunDeps = Pick<Deps, 'db' | 'queue' | 'clock'>

/** Which campaign is to be run again, and who says so. */
export type RerunCampaign = { campaignId: string; actor: Actor; origin: Origin }

/** The draft that was made, and where its card comes. */
export type Rerun = { campaignId: string; name: string; channelId: string }

/**
 * Makes a draft of a campaign that is over: the plan that it ended with, the same sender, channels and contacts. It belongs to
 * whoever asks for it, or where a program does, to whom the campaign belongs. Whom it may enroll, its plan's rule for whoever
 * went through it before says. Pressed twice, the second is refused while there is a run that was not launched.
 */
export async function rerunCampaign(
  deps: RerunDeps,
  { campaignId, actor, origin }: RerunCampaign,
): Promise<Rerun> {
  return deps.db.$transaction(async (tx) => {
    const { firstId } = await holdRuns(tx, campaignId)
    const over = await lockCampaign(tx, campaignId)
    await requirePermitted(tx, 'rerun', { actor, owner: over.owner })
    requireMove('rerun', over)
    await requireImported(tx, over.importId)
    const runs = await runsOf(tx, firstId)
    requireNoDraft(runs)
    const plan = requirePlanAtEnd(await planAtEnd(tx, campaignId), over.name)
    const name = runName(runs[0]?.name ?? over.name, runs.length + 1)
    const draft = await saveRun(deps, tx, { campaignId, firstId, name, plan, actor })
    await audit(tx, {
      actor,
      action: 'created',
      subject: 'campaign',
      subjectId: draft.campaignId,
      origin,
      detail: { name, again: campaignId },
    })
    return draft
  })
}

/**
 * Holds the first of all runs, before any other, so that no two people make the next one at the same time. A campaign that is
 * gone is its own first; the lock on it says so.
 */
async function holdRuns(tx: Tx, campaignId: string): Promise<{ firstId: string }> {
  const campaign = await tx.campaign.findUnique({ where: { id: campaignId }, select: { runOfId: true } })
  const firstId = campaign?.runOfId ?? campaignId
  await holdCampaign(tx, firstId)
  return { firstId }
}

async function saveRun(
  { queue, clock }: RerunDeps,
  tx: Tx,
  {
    campaignId,
    firstId,
    name,
    plan,
    actor,
  }: Pick<RerunCampaign, 'campaignId' | 'actor'> & {
    firstId: string
    name: string
    plan: CampaignPlan
  },
): Promise<Rerun> {
  const over = await tx.campaign.findUniqueOrThrow({
    where: { id: campaignId },
    select: {
      senderName: true,
      senderEmail: true,
      handoverScore: true,
      channelId: true,
      salesChannelId: true,
      importId: true,
      ownerId: true,
      import: { select: { rowsRefused: true, rowsRepeated: true } },
    },
  })
  const { import: file, ...same } = over
  const ownerId = actor.kind === 'member' ? await memberFor(tx, actor) : over.ownerId
  const { id } = await tx.campaign.create({
    data: { ...same, name, plan, runOfId: firstId, ownerId, createdAt: clock.now() },
    select: { id: true },
  })
  await queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId: id }, key: id })
  // The card says that the list of the rows refused is in its thread.
  if (file.rowsRefused + file.rowsRepeated > 0)
    await queue.enqueue(tx, jobs.shareRefusals, { payload: { campaignId: id }, afterSeconds: 2 })
  return { campaignId: id, name, channelId: over.channelId }
}
