import { audit } from '../../db/audit-queries.ts'
import type { Tx } from '../../db/client.ts'
import { type EditedPlan, planInForce, takeOver, type TakenOver } from '../../db/edit-queries.ts'
import { wholeAudience } from '../../db/enroll-queries.ts'
import { beginCounting, fillCounts } from '../../db/fill-queries.ts'
import { restAnew } from '../../db/limit-change-queries.ts'
import { lockCampaign } from '../../db/lock-queries.ts'
import { requirePermitted } from '../../db/permission-queries.ts'
import { freezeVersion } from '../../db/version-queries.ts'
import type { Actor, Origin } from '../../domain/actor.ts'
import { requireMove } from '../../domain/campaign.ts'
import { checkPlan, type PlanProblem } from '../../domain/check-plan.ts'
import { contentProblems, contentsOf } from '../../domain/plan-contents.ts'
import { planDiff } from '../../domain/plan-diff.ts'
import { changeProblems, requireRevision, standingSteps } from '../../domain/plan-edit.ts'
import type { CampaignPlan } from '../../domain/plan.ts'
import { jobs } from '../../ports/jobs.ts'
import type { CompiledTemplate } from '../../ports/templates.ts'
import type { Deps } from '../deps.ts'

type EditDeps = Pick<Deps, 'db' | 'queue' | 'clock' | 'templates' | 'settings'>

/**
 * A plan as it is to be, and the revision (`campaign.planRevision`) that it was made from. `plan` null: as it is drafted.
 * `inFlight`: whether those under way finish on the version they are on or move to the new one; means nothing for a draft.
 */
export type EditPlan = {
  campaignId: string
  plan: CampaignPlan | null
  revision: number
  inFlight: 'finish' | 'move'
  actor: Actor
  origin: Origin
}

/**
 * What came of it. `changes` are sentences. `version` is the number of the version that was frozen, null for a draft.
 * `moved` people go on in it, `completed` are through because nothing of theirs is left, and `following` will move when
 * their mail, which is with the provider, is settled. Nothing is kept where there are problems.
 */
export type EditOutcome =
  | ({ kind: 'saved'; revision: number; version: number | null; changes: string[] } & TakenOver)
  | { kind: 'unchanged' }
  | { kind: 'problems'; problems: PlanProblem[] }

/**
 * Changes the plan of a campaign. One that was launched gets a new version, which never changes again either.
 * @throws Refusal when somebody else changed the plan since that revision, and when the campaign cannot be edited now
 */
export async function editPlan(deps: EditDeps, request: EditPlan): Promise<EditOutcome> {
  const { campaignId, actor, revision } = request
  const edited = await planInForce(deps.db, campaignId)
  const plan = request.plan ?? edited.drafted
  const problems = planProblems(deps, edited, plan)
  // MJML takes milliseconds to compile, so this is done before the transaction; the revision tells whether it still holds.
  const contents = problems.length === 0 ? await contentsOf(plan, (mail) => deps.templates.compile(mail)) : []
  if (edited.launched) await beginCounting(deps.db, { campaignId, limits: plan.limits })
  return deps.db.$transaction(async (tx) => {
    const campaign = await lockCampaign(tx, campaignId)
    await requirePermitted(tx, 'edit', { actor, owner: campaign.owner })
    requireMove('edit', campaign)
    const current = await planInForce(tx, campaignId)
    for (const seen of [edited, current])
      requireRevision(campaign.name, { from: revision, now: seen.revision })
    if (problems.length > 0) return { kind: 'problems', problems }
    const changes = planDiff(current.plan, plan)
    if (changes.length === 0) return { kind: 'unchanged' }
    return save(deps, tx, { ...request, current, plan, contents, changes })
  }, wholeAudience)
}

function planProblems({ clock, templates }: EditDeps, edited: EditedPlan, plan: CampaignPlan): PlanProblem[] {
  return [
    ...checkPlan(plan, edited.startsAt ?? clock.now(), standingSteps(edited, null)),
    ...changeProblems(edited, plan),
    ...contentProblems(plan, (mail) => templates.check(mail, edited.fields)),
  ]
}

type Saving = EditPlan & {
  current: EditedPlan
  plan: CampaignPlan
  contents: CompiledTemplate[][]
  changes: string[]
}

async function save(deps: EditDeps, tx: Tx, saving: Saving): Promise<EditOutcome> {
  const { campaignId, plan, current, changes } = saving
  const revision = current.revision + 1
  await tx.campaign.update({ where: { id: campaignId }, data: { plan, planRevision: revision } })
  const frozen = current.launched ? await freeze(deps, tx, saving) : null
  const { version, ...taken } = frozen ?? { version: null, moved: 0, completed: 0, following: 0 }
  await audit(tx, {
    actor: saving.actor,
    action: 'edited',
    subject: 'campaign',
    subjectId: campaignId,
    origin: saving.origin,
    detail: { changes, version, ...(frozen && { inFlight: saving.inFlight, ...taken }) },
  })
  await deps.queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId })
  return { kind: 'saved', revision, version, changes, ...taken }
}

async function freeze(
  { clock, queue, settings }: EditDeps,
  tx: Tx,
  { campaignId, plan, contents, inFlight }: Saving,
): Promise<{ version: number } & TakenOver> {
  const { priority } = plan
  const now = clock.now()
  await tx.campaign.update({ where: { id: campaignId }, data: { priority } })
  // Those who finish keep the limits that they have: only whom the new ones are for rests no longer than these ask for.
  if (inFlight === 'move') await restAnew(tx, { campaignId, plan, now })
  const { id: versionId, number } = await freezeVersion(tx, { campaignId, plan, contents })
  const taken =
    inFlight === 'move'
      ? await takeOver(tx, { campaignId, versionId, now })
      : { moved: 0, completed: 0, following: 0 }
  await fillCounts(tx, { campaignId, limits: plan.limits, now })
  for (let lane = 1; lane <= settings.sendLanes; lane += 1) {
    await queue.enqueue(tx, jobs.sendDueMessages, { payload: { lane }, key: `lane-${lane}` })
  }
  return { version: number, ...taken }
}
