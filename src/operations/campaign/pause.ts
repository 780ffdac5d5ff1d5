import { audit } from '../../db/audit-queries.ts'
import { lockCampaign } from '../../db/lock-queries.ts'
import { requirePermitted } from '../../db/permission-queries.ts'
import type { Actor, Origin } from '../../domain/actor.ts'
import { requireMove } from '../../domain/campaign.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

/** Pauses a running campaign. It takes effect at the next claim: at most one batch per lane is still on its way. */
export async function pauseCampaign(
  { db, queue }: Pick<Deps, 'db' | 'queue'>,
  { campaignId, actor, origin }: { campaignId: string; actor: Actor; origin: Origin },
): Promise<{ campaignId: string; status: 'paused' }> {
  return db.$transaction(async (tx) => {
    const campaign = await lockCampaign(tx, campaignId)
    await requirePermitted(tx, 'pause', { actor, owner: campaign.owner })
    requireMove('pause', campaign)
    await tx.campaign.update({ where: { id: campaignId }, data: { status: 'paused', statusReason: null } })
    await audit(tx, { actor, action: 'paused', subject: 'campaign', subjectId: campaignId, origin })
    await queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId })
    return { campaignId, status: 'paused' }
  })
}
