import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

/**
 * Remembers the modal in which somebody waits for the import, and has it drawn. Done after Slack has taken the waiting
 * view: were it known earlier, a fast import could be drawn first and then be covered by "Importing…".
 */
export async function awaitReview(
  { db, queue }: Pick<Deps, 'db' | 'queue'>,
  { campaignId, viewId }: { campaignId: string; viewId: string },
): Promise<void> {
  await db.$transaction(async (tx) => {
    await tx.campaign.update({ where: { id: campaignId }, data: { reviewViewId: viewId } })
    await queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId })
  })
}
