import { type Enrolled, suppressedOf, wholeAudience } from '../../db/enroll-queries.ts'
import { beginCounting } from '../../db/fill-queries.ts'
import { launch, planChanged, readyPlan } from '../../db/launch-queries.ts'
import { lockCampaign } from '../../db/lock-queries.ts'
import { requirePermitted } from '../../db/permission-queries.ts'
import type { Actor, Origin } from '../../domain/actor.ts'
import { requireMove } from '../../domain/campaign.ts'
import type { CampaignPlan } from '../../domain/plan.ts'
import { contentsOf } from '../../domain/plan-contents.ts'
import { type Reach, reachOfLaunched } from '../../domain/reach.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

type LaunchDeps = Pick<Deps, 'db' | 'queue' | 'clock' | 'templates' | 'settings'>
/** `revision`: that of the plan which somebody was shown and said yes to; absent: whatever it is now. */
type LaunchRequest = { campaignId: string; revision?: number | null; actor: Actor; origin: Origin }

type Launched = { kind: 'launched'; plan: CampaignPlan; reach: Reach } & Enrolled

/**
 * Launches a draft, or a scheduled campaign before its time: its plan is compiled and frozen into a version, its audience is
 * enrolled, and sending starts. Pressed twice, the second finds a running campaign and is refused. Returns what was
 * launched, the size of the audience, and what becomes of whom of it first.
 */
export async function launchCampaign(
  deps: LaunchDeps,
  { campaignId, revision = null, actor, origin }: LaunchRequest,
): Promise<Launched> {
  const ready = await readyPlan(deps.db, campaignId, deps.clock.now())
  if (revision !== null && revision !== ready.revision) throw planChanged()
  // MJML takes milliseconds to compile, so this is done before the transaction, which sees whether the plan is still that.
  const contents = await contentsOf(ready.plan, (mail) => deps.templates.compile(mail))
  await beginCounting(deps.db, { campaignId, limits: ready.plan.limits })
  return deps.db.$transaction(async (tx) => {
    const campaign = await lockCampaign(tx, campaignId)
    await requirePermitted(tx, 'launch', { actor, owner: campaign.owner })
    requireMove('launch', campaign)
    const { importId } = campaign
    const now = deps.clock.now()
    const launched = await launch(tx, { campaignId, importId, ...ready, contents, actor, origin, now })
    for (let lane = 1; lane <= deps.settings.sendLanes; lane += 1) {
      await deps.queue.enqueue(tx, jobs.sendDueMessages, { payload: { lane }, key: `lane-${lane}` })
    }
    for (const id of [campaignId, ...launched.overtaken].toSorted()) {
      await deps.queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId: id }, key: id })
    }
    const { audience, heldOut, waiting, wentThrough } = launched
    const reach = reachOfLaunched(launched, await suppressedOf(tx, campaignId))
    return { kind: 'launched', plan: ready.plan, reach, audience, heldOut, waiting, wentThrough }
  }, wholeAudience)
}
