import { audit } from '../../db/audit-queries.ts'
import type { Tx } from '../../db/client.ts'
import { lockCampaign } from '../../db/lock-queries.ts'
import { requireAdmin, requirePermitted } from '../../db/permission-queries.ts'
import { type ProblemRef, settledMeanwhile, stuckMessage } from '../../db/problem-queries.ts'
import type { Actor, Origin } from '../../domain/actor.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

/** Something that waits for a person, and who decided that it is left as it is. */
export type DiscardProblem = { problem: ProblemRef; actor: Actor; origin: Origin }

/**
 * Leaves what Baton could not settle as it is: a mail counts as skipped, a webhook is never applied. What was written about
 * it stays, and who decided so.
 */
export async function discardProblem(
  { db, queue }: Pick<Deps, 'db' | 'queue'>,
  { problem, actor, origin }: DiscardProblem,
): Promise<void> {
  const { kind, id } = problem
  await db.$transaction(async (tx) => {
    const campaignId = kind === 'message' ? await discardMessage(tx, id, actor) : null
    if (kind === 'webhook') await discardWebhook(tx, id, actor)
    const subject = kind === 'message' ? 'message' : 'webhook_delivery'
    await audit(tx, { actor, action: 'discarded', subject, subjectId: id, origin })
    if (campaignId !== null)
      await queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId })
  })
}

async function discardMessage(tx: Tx, id: string, actor: Actor): Promise<string | null> {
  const { campaignId } = await stuckMessage(tx, id)
  if (campaignId === null) await requireAdmin(tx, actor)
  else await requirePermitted(tx, 'mend', { actor, owner: (await lockCampaign(tx, campaignId)).owner })
  const { count } = await tx.message.updateMany({
    where: { id, state: 'needs_human' },
    data: { state: 'skipped', reason: 'discarded by a person' },
  })
  if (count === 0) throw settledMeanwhile()
  return campaignId
}

async function discardWebhook(tx: Tx, id: string, actor: Actor): Promise<void> {
  await requireAdmin(tx, actor)
  const { count } = await tx.webhookDelivery.updateMany({
    where: { id, outcome: 'failed' },
    data: { outcome: 'discarded' },
  })
  if (count === 0) throw settledMeanwhile()
}
