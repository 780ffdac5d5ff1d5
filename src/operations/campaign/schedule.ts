import { audit } from '../../db/audit-queries.ts'
import { readyPlan, requireEnrollable, requireImported } from '../../db/launch-queries.ts'
import { lockCampaign } from '../../db/lock-queries.ts'
import { requirePermitted } from '../../db/permission-queries.ts'
import { peopleWaiting } from '../../db/waiting-queries.ts'
import type { Actor, Origin } from '../../domain/actor.ts'
import { requireMove } from '../../domain/campaign.ts'
import { requireFutureStart } from '../../domain/schedule.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

type ScheduleDeps = Pick<Deps, 'db' | 'queue' | 'clock'>

/** When a campaign is to start, a moment; and who says so. */
export type ScheduleCampaign = { campaignId: string; startsAt: Date; actor: Actor; origin: Origin }

/**
 * Has a draft launched at a time, by the clock; a scheduled campaign is given another one. Refuses what launching would
 * refuse. Its plan can still be edited until then. Returns how many people it would be launched for now.
 */
export async function scheduleCampaign(
  { db, queue, clock }: ScheduleDeps,
  { campaignId, startsAt, actor, origin }: ScheduleCampaign,
): Promise<{ campaignId: string; status: 'scheduled'; startsAt: Date; audience: number }> {
  return db.$transaction(async (tx) => {
    const campaign = await lockCampaign(tx, campaignId)
    await requirePermitted(tx, 'schedule', { actor, owner: campaign.owner })
    requireMove('schedule', campaign)
    requireFutureStart(startsAt, clock.now())
    const { plan } = await readyPlan(tx, campaignId, startsAt)
    await requireImported(tx, campaign.importId)
    const contacts = (await peopleWaiting(tx, [campaign])).get(campaignId) ?? 0
    const audience = await requireEnrollable(tx, campaign, { plan, contacts })
    await tx.campaign.update({
      where: { id: campaignId },
      data: { status: 'scheduled', startsAt, statusReason: null },
    })
    const detail = { startsAt: startsAt.toISOString(), audience }
    await audit(tx, {
      actor,
      action: 'scheduled',
      subject: 'campaign',
      subjectId: campaignId,
      origin,
      detail,
    })
    await queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId })
    return { campaignId, status: 'scheduled', startsAt, audience }
  })
}
