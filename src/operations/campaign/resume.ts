import { audit } from '../../db/audit-queries.ts'
import { lockCampaign } from '../../db/lock-queries.ts'
import { requirePermitted } from '../../db/permission-queries.ts'
import { flightCounts, type FlightCounts } from '../../db/standing-queries.ts'
import { forgive } from '../../db/threshold-queries.ts'
import type { Actor, Origin } from '../../domain/actor.ts'
import { requireMove } from '../../domain/campaign.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

/**
 * Resumes a paused campaign where it stopped; nobody who was written to is written to again, and what bounced before is
 * forgiven: a person has looked at it. Returns how many people wait for mails, and how many have one with the provider.
 */
export async function resumeCampaign(
  { db, queue, clock, settings }: Pick<Deps, 'db' | 'queue' | 'clock' | 'settings'>,
  { campaignId, actor, origin }: { campaignId: string; actor: Actor; origin: Origin },
): Promise<{ campaignId: string; status: 'running' } & FlightCounts> {
  await db.$transaction(async (tx) => {
    const campaign = await lockCampaign(tx, campaignId)
    await requirePermitted(tx, 'resume', { actor, owner: campaign.owner })
    requireMove('resume', campaign)
    const now = clock.now()
    await tx.campaign.update({
      where: { id: campaignId },
      data: { status: 'running', statusReason: null, resumedAt: now },
    })
    await forgive(tx, campaignId, now)
    await audit(tx, { actor, action: 'resumed', subject: 'campaign', subjectId: campaignId, origin })
    for (let lane = 1; lane <= settings.sendLanes; lane += 1) {
      await queue.enqueue(tx, jobs.sendDueMessages, { payload: { lane }, key: `lane-${lane}` })
    }
    await queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId })
  })
  return { campaignId, status: 'running', ...(await flightCounts(db, campaignId)) }
}
