import { crowdsOf } from '../../db/crowd-queries.ts'
import { planInForce } from '../../db/edit-queries.ts'
import { requirePermitted } from '../../db/permission-queries.ts'
import { flightCounts, type FlightCounts } from '../../db/standing-queries.ts'
import type { Actor } from '../../domain/actor.ts'
import { requireMove } from '../../domain/campaign.ts'
import { moveWords } from '../../domain/move-words.ts'
import { planDiff } from '../../domain/plan-diff.ts'
import type { CampaignPlan } from '../../domain/plan.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Deps } from '../deps.ts'

/** What an edit would change: nothing is saved. */
export type CheckedEdit = {
  name: string
  /** Whether a version would be frozen, so that somebody must say what becomes of those in flight. */
  launched: boolean
  /** To be given back with the edit. */
  revision: number
  /** Sentences; none when nothing would change. */
  changes: string[]
  /** Whom it would concern. Nobody before launch. */
  inFlight: FlightCounts
  /** What it would do to those who move: who gets another step next, or misses one, or is through. Sentences. */
  ifMoved: string[]
}

/** Shows somebody what their plan (null: as it is drafted) would change, before they are asked what becomes of whom. */
export async function checkEdit(
  { db }: Pick<Deps, 'db'>,
  { campaignId, plan, actor }: { campaignId: string; plan: CampaignPlan | null; actor: Actor },
): Promise<CheckedEdit> {
  return db.$transaction(async (tx) => {
    const campaign = await tx.campaign.findUnique({ where: { id: campaignId }, include: { owner: true } })
    if (campaign === null) throw new Refusal('campaign-gone', 'This campaign no longer exists.')
    await requirePermitted(tx, 'edit', { actor, owner: campaign.owner })
    requireMove('edit', campaign)
    const current = await planInForce(tx, campaignId)
    const next = plan ?? current.drafted
    const changes = planDiff(current.plan, next)
    return {
      name: campaign.name,
      launched: current.launched,
      revision: current.revision,
      changes,
      inFlight: await flightCounts(tx, campaignId),
      ifMoved: changes.length > 0 ? moveWords(next, await crowdsOf(tx, { campaignId, next })) : [],
    }
  })
}
