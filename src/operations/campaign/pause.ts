import { audit } from '../../db/audit-queries.ts'
import { lockCampaign } from '../../db/lock-queries.ts'
import { pauseHeld } from '../../db/pause-queries.ts'
import { requirePermitted } from '../../db/permission-queries.ts'
import { flightCounts, type FlightCounts } from '../../db/standing-queries.ts'
import type { Actor, Origin } from '../../domain/actor.ts'
import { requireMove } from '../../domain/campaign.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

/**
 * Pauses a running campaign. It takes effect at the next claim: at most one batch per lane is still on its way. Returns how
 * many people wait for mails now, and how many have one with the provider.
 */
export async function pauseCampaign(
  { db, queue, clock }: Pick<Deps, 'db' | 'queue' | 'clock'>,
  { campaignId, actor, origin }: { campaignId: string; actor: Actor; origin: Origin },
): Promise<{ campaignId: string; status: 'paused' } & FlightCounts> {
  await db.$transaction(async (tx) => {
    const campaign = await lockCampaign(tx, campaignId)
    await requirePermitted(tx, 'pause', { actor, owner: campaign.owner })
    requireMove('pause', campaign)
    await pauseHeld(tx, campaignId, clock.now())
    await audit(tx, { actor, action: 'paused', subject: 'campaign', subjectId: campaignId, origin })
    await queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId })
  })
  // The brake does not wait for the counting.
  return { campaignId, status: 'paused', ...(await flightCounts(db, campaignId)) }
}
