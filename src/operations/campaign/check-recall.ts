import { requirePermitted } from '../../db/permission-queries.ts'
import { standingOf } from '../../db/standing-queries.ts'
import type { MemberActor } from '../../domain/actor.ts'
import { requireMove } from '../../domain/campaign.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Standing } from '../../domain/standing.ts'
import type { Deps } from '../deps.ts'

/**
 * Refuses as recalling would, and changes nothing: tells where everybody stands now, for asking whether to. Holds nothing while
 * it counts: somebody may want to pause at this moment.
 */
export async function checkRecall(
  { db }: Pick<Deps, 'db'>,
  { campaignId, actor }: { campaignId: string; actor: MemberActor },
): Promise<{ id: string; name: string; standing: Standing }> {
  const campaign = await db.campaign.findUnique({ where: { id: campaignId }, include: { owner: true } })
  if (campaign === null) throw new Refusal('campaign-gone', 'This campaign no longer exists.')
  const { id, name, owner } = campaign
  await requirePermitted(db, 'recall', { actor, owner })
  requireMove('recall', campaign)
  return { id, name, standing: await standingOf(db, id) }
}
