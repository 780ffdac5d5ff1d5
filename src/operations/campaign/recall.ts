import { endCampaign, type Ended } from '../../db/campaign-end-queries.ts'
import { wholeAudience } from '../../db/enroll-queries.ts'
import { lockCampaign } from '../../db/lock-queries.ts'
import { requirePermitted } from '../../db/permission-queries.ts'
import { standingOf } from '../../db/standing-queries.ts'
import type { Actor, Origin } from '../../domain/actor.ts'
import { requireMove } from '../../domain/campaign.ts'
import type { Standing } from '../../domain/standing.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

/**
 * Takes back everything of a campaign that was not handed to the provider, and ends it for good: for the mail with the wrong
 * price. Returns whose mails were taken back, and by state exactly where everybody stands: what was handed over cannot be
 * called back.
 */
export async function recallCampaign(
  { db, queue, clock }: Pick<Deps, 'db' | 'queue' | 'clock'>,
  { campaignId, actor, origin }: { campaignId: string; actor: Actor; origin: Origin },
): Promise<{ campaignId: string; status: 'cancelled'; standing: Standing } & Ended> {
  return db.$transaction(async (tx) => {
    const campaign = await lockCampaign(tx, campaignId)
    await requirePermitted(tx, 'recall', { actor, owner: campaign.owner })
    requireMove('recall', campaign)
    const ended = await endCampaign(tx, { campaignId, how: 'recalled', actor, origin, now: clock.now() })
    const standing = await standingOf(tx, campaignId)
    await queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId })
    return { campaignId, status: 'cancelled', ...ended, standing }
  }, wholeAudience)
}
