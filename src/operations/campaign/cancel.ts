import { endCampaign, type Ended } from '../../db/campaign-end-queries.ts'
import { wholeAudience } from '../../db/enroll-queries.ts'
import { lockCampaign } from '../../db/lock-queries.ts'
import { requirePermitted } from '../../db/permission-queries.ts'
import type { Actor, Origin } from '../../domain/actor.ts'
import { requireMove } from '../../domain/campaign.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

/** Cancels a campaign for good: whoever was not written to yet never will be. Returns how many people that are. */
export async function cancelCampaign(
  { db, queue, clock }: Pick<Deps, 'db' | 'queue' | 'clock'>,
  { campaignId, actor, origin }: { campaignId: string; actor: Actor; origin: Origin },
): Promise<{ campaignId: string; status: 'cancelled' } & Ended> {
  return db.$transaction(async (tx) => {
    const campaign = await lockCampaign(tx, campaignId)
    await requirePermitted(tx, 'cancel', { actor, owner: campaign.owner })
    requireMove('cancel', campaign)
    const ended = await endCampaign(tx, { campaignId, how: 'cancelled', actor, origin, now: clock.now() })
    await queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId })
    return { campaignId, status: 'cancelled', ...ended }
  }, wholeAudience)
}
