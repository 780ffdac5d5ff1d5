import { audienceSizes } from '../../db/campaign-queries.ts'
import { asRefusal } from '../../db/campaign-fault.ts'
import { crowdsOf } from '../../db/crowd-queries.ts'
import { planInForce } from '../../db/edit-queries.ts'
import { requirePermitted } from '../../db/permission-queries.ts'
import { flightCounts, type FlightCounts } from '../../db/standing-queries.ts'
import type { Actor } from '../../domain/actor.ts'
import { requireMove } from '../../domain/campaign.ts'
import { mostCounted, moveWords, tooManyToCount } from '../../domain/move-words.ts'
import { planDiff } from '../../domain/plan-diff.ts'
import type { CampaignPlan } from '../../domain/plan.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Deps } from '../deps.ts'

/** What an edit would change: nothing is saved. */
export type CheckedEdit = {
  campaignId: string
  name: string
  /** The plan that was checked. */
  plan: CampaignPlan
  /** Whether a version would be frozen, so that somebody must say what becomes of those in flight. */
  launched: boolean
  /** To be given back with the edit. */
  revision: number
  /** Sentences; none when nothing would change. */
  changes: string[]
  /** Whom it would concern. Nobody before launch. */
  inFlight: FlightCounts
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
      campaignId,
      name: campaign.name,
      plan: next,
      launched: current.launched,
      revision: current.revision,
      changes,
      inFlight: await flightCounts(tx, campaignId),
    }
  })
}

/**
 * What a checked edit would do to those who move: who gets another step next, or misses one, or is through. Sentences. Where
 * steps change this looks at everybody in flight, so of a campaign with more than `mostCounted` people only that is said.
 */
export async function ifMoved(
  { db }: Pick<Deps, 'db'>,
  { campaignId, plan: next, changes }: Pick<CheckedEdit, 'campaignId' | 'plan' | 'changes'>,
): Promise<string[]> {
  if (changes.length === 0) return []
  const [size] = await audienceSizes(db, [campaignId])
  const counted = size === undefined || size.audience <= mostCounted
  const crowds = await crowdsOf(db, { campaignId, next, counted }).catch(asRefusal)
  return crowds === null ? [tooManyToCount] : moveWords(next, crowds)
}
