import { audit } from '../../db/audit-queries.ts'
import { forgetToldLate } from '../../db/late-queries.ts'
import { lockCampaign } from '../../db/lock-queries.ts'
import { requirePermitted } from '../../db/permission-queries.ts'
import { endPauseOf } from '../../db/wake-queries.ts'
import type { Actor, Origin } from '../../domain/actor.ts'
import { requireMove } from '../../domain/campaign.ts'
import { Refusal } from '../../domain/refusal.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

/** Somebody in a campaign whose pause a person ends, and who that person is. */
export type ResumeEnrollment = { enrollmentId: string; actor: Actor; origin: Origin }

/**
 * Lets one person of a campaign go on who is paused: after their reply, their click, a colleague's reply, or while they are
 * away. Their next mail goes out in its time, and not before another campaign that has them is through.
 * @throws Refusal when they are not paused, or wait for another campaign
 */
export async function resumeEnrollment(
  { db, queue, clock }: Pick<Deps, 'db' | 'queue' | 'clock'>,
  { enrollmentId, actor, origin }: ResumeEnrollment,
): Promise<{ campaignId: string }> {
  const found = await db.enrollment.findUnique({ where: { id: enrollmentId }, select: { campaignId: true } })
  if (found === null) throw new Refusal('enrollment-gone', 'This person is in no such campaign.')
  const { campaignId } = found
  return db.$transaction(async (tx) => {
    const campaign = await lockCampaign(tx, campaignId)
    await requirePermitted(tx, 'release', { actor, owner: campaign.owner })
    requireMove('release', campaign)
    if (!(await endPauseOf(tx, enrollmentId, clock.now())))
      throw new Refusal(
        'enrollment-not-paused',
        'This person is not paused, or waits for another campaign that has them.',
      )
    await forgetToldLate(tx, campaignId)
    await audit(tx, { actor, action: 'resumed', subject: 'enrollment', subjectId: enrollmentId, origin })
    await queue.enqueue(tx, jobs.wakeEnrollments, { payload: {}, key: 'all' })
    await queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId })
    return { campaignId }
  })
}
