import { audit } from '../../db/audit-queries.ts'
import { wholeAudience } from '../../db/enroll-queries.ts'
import { forgetToldLate, sendLate, skipLate } from '../../db/late-queries.ts'
import { lockCampaign } from '../../db/lock-queries.ts'
import { requirePermitted } from '../../db/permission-queries.ts'
import type { Actor, Origin } from '../../domain/actor.ts'
import { requireMove } from '../../domain/campaign.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

/** What is to become of the mails that are later than the plan allows. */
export type ReleaseLate = { campaignId: string; what: 'send' | 'skip'; actor: Actor; origin: Origin }

/** How many people get the mail late, go on without it, and are through without it. */
export type ReleasedLate = { sent: number; skipped: number; completed: number }

/**
 * Decides about everybody who is too late: their mail goes out now (as far as windows and limits allow), or is left out and
 * the next one follows in its time.
 */
export async function releaseLate(
  { db, queue, clock }: Pick<Deps, 'db' | 'queue' | 'clock'>,
  { campaignId, what, actor, origin }: ReleaseLate,
): Promise<ReleasedLate> {
  return db.$transaction(async (tx) => {
    const campaign = await lockCampaign(tx, campaignId)
    await requirePermitted(tx, 'release', { actor, owner: campaign.owner })
    requireMove('release', campaign)
    const now = clock.now()
    const released: ReleasedLate =
      what === 'send'
        ? { sent: await sendLate(tx, campaignId, now), skipped: 0, completed: 0 }
        : { sent: 0, ...(await skipLate(tx, campaignId, now)) }
    await forgetToldLate(tx, campaignId)
    const detail = { what, ...released }
    await audit(tx, {
      actor,
      action: 'released late',
      subject: 'campaign',
      subjectId: campaignId,
      origin,
      detail,
    })
    // A campaign whose last people were late may be through now, which whoever sends finds out.
    await queue.enqueue(tx, jobs.sendDueMessages, { payload: { lane: 1 }, key: 'lane-1' })
    await queue.enqueue(tx, jobs.wakeEnrollments, { payload: {}, key: 'all' })
    await queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId })
    return released
  }, wholeAudience)
}
