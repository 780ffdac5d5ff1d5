import type { MemberActor } from '../domain/actor.ts'
import { Refusal } from '../domain/refusal.ts'
import type { Tx } from './client.ts'
import { roleOf } from './member-queries.ts'
import { requirePermitted } from './permission-queries.ts'
import type { ProblemScope } from './problem-queries.ts'

/** Of which campaign (null: of all), and for which member (null: for whoever may decide about everything). */
export type AskedScope = { campaignId: string | null; actor: MemberActor | null }

/**
 * Whose problems somebody may decide about. @throws Refusal for a member who asks about somebody else's campaign, and when
 * it is gone
 */
export async function scopeOf(tx: Tx, { campaignId, actor }: AskedScope): Promise<ProblemScope> {
  if (campaignId === null) {
    if (actor === null || (await roleOf(tx, actor)) === 'admin') return { kind: 'all' }
    return { kind: 'owner', slackUserId: actor.slackUserId }
  }
  const campaign = await tx.campaign.findUnique({ where: { id: campaignId }, include: { owner: true } })
  if (campaign === null) throw new Refusal('campaign-gone', 'This campaign no longer exists.')
  if (actor !== null) await requirePermitted(tx, 'mend', { actor, owner: campaign.owner })
  return { kind: 'campaign', campaignId }
}
