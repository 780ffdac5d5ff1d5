import { lockCampaign } from '../../db/lock-queries.ts'
import { requirePermitted } from '../../db/permission-queries.ts'
import { peopleWaiting } from '../../db/waiting-queries.ts'
import type { MemberActor } from '../../domain/actor.ts'
import { requireMove } from '../../domain/campaign.ts'
import type { Deps } from '../deps.ts'

/**
 * Refuses as cancelling would, and changes nothing: for asking somebody whether they mean it. Returns the full name, and
 * how many people would not be written to.
 */
export async function checkCancel(
  { db }: Pick<Deps, 'db'>,
  { campaignId, actor }: { campaignId: string; actor: MemberActor },
): Promise<{ id: string; name: string; waiting: number }> {
  return db.$transaction(async (tx) => {
    const { id, name, owner, status, importId } = await lockCampaign(tx, campaignId)
    await requirePermitted(tx, 'cancel', { actor, owner })
    requireMove('cancel', { name, status })
    const waiting = await peopleWaiting(tx, [{ id, status, importId }])
    return { id, name, waiting: waiting.get(id) ?? 0 }
  })
}
