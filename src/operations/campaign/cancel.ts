import { audit } from '../../db/audit-queries.ts'
import { stopEnrollments, wholeAudience } from '../../db/enroll-queries.ts'
import { lockCampaign } from '../../db/lock-queries.ts'
import { requirePermitted } from '../../db/permission-queries.ts'
import type { Actor, Origin } from '../../domain/actor.ts'
import { requireMove } from '../../domain/campaign.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

/** Cancels a campaign for good: whoever was not written to yet never will be. Returns how many people that are. */
export async function cancelCampaign(
  { db, queue, clock }: Pick<Deps, 'db' | 'queue' | 'clock'>,
  {
    campaignId,
    actor,
    origin,
  }: { campaignId: string; actor: Exclude<Actor, { kind: 'token' }>; origin: Origin },
): Promise<{ campaignId: string; status: 'cancelled'; stopped: number }> {
  return db.$transaction(async (tx) => {
    const campaign = await lockCampaign(tx, campaignId)
    await requirePermitted(tx, 'cancel', { actor, owner: campaign.owner })
    requireMove('cancel', campaign)
    const stopped = await stopEnrollments(tx, campaignId, 'cancelled')
    await tx.campaign.update({
      where: { id: campaignId },
      data: { status: 'cancelled', statusReason: null, finishedAt: clock.now() },
    })
    await audit(tx, {
      actor,
      action: 'cancelled',
      subject: 'campaign',
      subjectId: campaignId,
      origin,
      detail: { stopped },
    })
    await queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId })
    return { campaignId, status: 'cancelled', stopped }
  }, wholeAudience)
}
