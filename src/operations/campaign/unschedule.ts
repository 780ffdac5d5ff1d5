import { audit } from '../../db/audit-queries.ts'
import { lockCampaign } from '../../db/lock-queries.ts'
import { requirePermitted } from '../../db/permission-queries.ts'
import type { Actor, Origin } from '../../domain/actor.ts'
import { requireMove } from '../../domain/campaign.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

/** Makes a scheduled campaign a draft again, as it is; nothing happens at its time. */
export async function unscheduleCampaign(
  { db, queue }: Pick<Deps, 'db' | 'queue'>,
  { campaignId, actor, origin }: { campaignId: string; actor: Actor; origin: Origin },
): Promise<{ campaignId: string; status: 'draft' }> {
  return db.$transaction(async (tx) => {
    const campaign = await lockCampaign(tx, campaignId)
    await requirePermitted(tx, 'unschedule', { actor, owner: campaign.owner })
    requireMove('unschedule', campaign)
    await tx.campaign.update({
      where: { id: campaignId },
      data: { status: 'draft', startsAt: null, statusReason: null },
    })
    await audit(tx, { actor, action: 'unscheduled', subject: 'campaign', subjectId: campaignId, origin })
    await queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId })
    return { campaignId, status: 'draft' }
  })
}
