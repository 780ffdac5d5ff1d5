import { lockCampaign } from '../../db/lock-queries.ts'
import { requirePermitted } from '../../db/permission-queries.ts'
import { standingOf } from '../../db/standing-queries.ts'
import type { MemberActor } from '../../domain/actor.ts'
import { requireMove } from '../../domain/campaign.ts'
import type { Standing } from '../../domain/standing.ts'
import type { Deps } from '../deps.ts'

/** Refuses as recalling would, and changes nothing: tells where everybody stands now, for asking whether to. */
export async function checkRecall(
  { db }: Pick<Deps, 'db'>,
  { campaignId, actor }: { campaignId: string; actor: MemberActor },
): Promise<{ id: string; name: string; standing: Standing }> {
  return db.$transaction(async (tx) => {
    const { id, name, status, owner } = await lockCampaign(tx, campaignId)
    await requirePermitted(tx, 'recall', { actor, owner })
    requireMove('recall', { name, status })
    return { id, name, standing: await standingOf(tx, id) }
  })
}
