import { audit } from '../../db/audit-queries.ts'
import { planInForce } from '../../db/edit-queries.ts'
import { lockCampaign } from '../../db/lock-queries.ts'
import { requirePermitted } from '../../db/permission-queries.ts'
import type { Actor, Origin } from '../../domain/actor.ts'
import { requireMove } from '../../domain/campaign.ts'
import { planDiff } from '../../domain/plan-diff.ts'
import { Refusal } from '../../domain/refusal.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

/**
 * Throws away what was changed of a launched campaign and not applied yet: its plan is again the one of its newest version.
 * Returns what was thrown away, in sentences, which the audit entry keeps, and the revision of the plan from here on.
 * @throws Refusal when nothing waits to be applied
 */
export async function discardEdit(
  { db, queue }: Pick<Deps, 'db' | 'queue'>,
  { campaignId, actor, origin }: { campaignId: string; actor: Actor; origin: Origin },
): Promise<{ campaignId: string; revision: number; changes: string[] }> {
  return db.$transaction(async (tx) => {
    const campaign = await lockCampaign(tx, campaignId)
    await requirePermitted(tx, 'edit', { actor, owner: campaign.owner })
    requireMove('edit', campaign)
    const { plan, drafted, revision } = await planInForce(tx, campaignId)
    const changes = planDiff(plan, drafted)
    if (changes.length === 0) {
      const sentence = `Nothing of “${campaign.name}” waits to be applied, so there is nothing to throw away.`
      throw new Refusal('nothing-edited', sentence)
    }
    await tx.campaign.update({ where: { id: campaignId }, data: { plan, planRevision: revision + 1 } })
    const detail = { changes }
    await audit(tx, {
      actor,
      action: 'discarded edit',
      subject: 'campaign',
      subjectId: campaignId,
      origin,
      detail,
    })
    await queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId })
    return { campaignId, revision: revision + 1, changes }
  })
}
