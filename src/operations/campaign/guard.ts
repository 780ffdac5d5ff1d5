import { audit } from '../../db/audit-queries.ts'
import { pauseRunning } from '../../db/campaign-queries.ts'
import { lockCampaign } from '../../db/lock-queries.ts'
import { outcomesOf } from '../../db/threshold-queries.ts'
import { judge } from '../../domain/thresholds.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

/**
 * Looks at what became of a campaign's mails, and lets it stand still where too many bounced or were complained about, or
 * says so on its card while they are not yet too many. Run after each page of events in which something went wrong.
 */
export async function guardCampaign(
  { db, queue, log }: Pick<Deps, 'db' | 'queue' | 'log'>,
  { campaignId }: { campaignId: string },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const { status } = await lockCampaign(tx, campaignId)
    const verdict = status === 'running' ? judge(await outcomesOf(tx, campaignId)) : null
    if (verdict === null) return
    if (verdict.kind === 'pause') await pauseRunning(tx, [campaignId], verdict.reason)
    else {
      const { reason } = verdict
      await tx.campaign.update({ where: { id: campaignId }, data: { statusReason: reason } })
      const fact = { action: 'warned', subject: 'campaign', subjectId: campaignId, origin: 'clock' } as const
      await audit(tx, { ...fact, actor: { kind: 'system' }, detail: { reason } })
    }
    log.warn({ campaignId, reason: verdict.reason }, 'Too many mails of a campaign went wrong')
    if (verdict.kind === 'pause') await queue.enqueue(tx, jobs.notePaused, { payload: { campaignId } })
    await queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId })
  })
}
