import { audit } from '../../db/audit-queries.ts'
import type { Tx } from '../../db/client.ts'
import { enrollImport, whereaboutsOf, wholeAudience, type Enrolled } from '../../db/enroll-queries.ts'
import { lockCampaign } from '../../db/lock-queries.ts'
import { requirePermitted } from '../../db/permission-queries.ts'
import { readPlan } from '../../db/stored-plan.ts'
import { lockTurns, takeOver } from '../../db/turn-queries.ts'
import { freezeVersion } from '../../db/version-queries.ts'
import type { Actor, Origin } from '../../domain/actor.ts'
import { requireMove } from '../../domain/campaign.ts'
import { checkPlan } from '../../domain/check-plan.ts'
import { dueAt, placeOf, stepAt } from '../../domain/due.ts'
import type { CampaignPlan } from '../../domain/plan.ts'
import { Refusal } from '../../domain/refusal.ts'
import { zoneOf } from '../../domain/zone-of.ts'
import { jobs } from '../../ports/jobs.ts'
import type { CompiledTemplate } from '../../ports/templates.ts'
import type { Deps } from '../deps.ts'

type LaunchDeps = Pick<Deps, 'db' | 'queue' | 'clock' | 'templates' | 'settings'>
type LaunchRequest = { campaignId: string; actor: Exclude<Actor, { kind: 'token' }>; origin: Origin }

/**
 * Launches a draft: its plan is compiled and frozen into a version, its audience is enrolled, and sending starts.
 * Pressed twice, the second finds a running campaign and is refused. Returns the size of the audience.
 */
export async function launchCampaign(
  deps: LaunchDeps,
  { campaignId, actor, origin }: LaunchRequest,
): Promise<{ kind: 'launched'; audience: number }> {
  const compiled = await compilePlan(deps, campaignId)
  return deps.db.$transaction(async (tx) => {
    const campaign = await lockCampaign(tx, campaignId)
    await requirePermitted(tx, 'launch', { actor, owner: campaign.owner })
    requireMove('launch', campaign)
    const now = deps.clock.now()
    const { audience, heldOut, waiting, overtaken } = await freeze(tx, {
      campaignId,
      importId: campaign.importId,
      compiled,
      now,
    })
    const { priority } = compiled.plan
    await tx.campaign.update({
      where: { id: campaignId },
      data: { status: 'running', launchedAt: now, priority },
    })
    await audit(tx, {
      actor,
      action: 'launched',
      subject: 'campaign',
      subjectId: campaignId,
      origin,
      detail: { audience, heldOut, waiting },
    })
    for (let lane = 1; lane <= deps.settings.sendLanes; lane += 1) {
      await deps.queue.enqueue(tx, jobs.sendDueMessages, { payload: { lane }, key: `lane-${lane}` })
    }
    for (const id of [campaignId, ...overtaken].toSorted()) {
      await deps.queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId: id }, key: id })
    }
    return { kind: 'launched', audience }
  }, wholeAudience)
}

/** A plan with what its steps say, compiled: a list of variants for each step. */
type CompiledPlan = { plan: CampaignPlan; contents: CompiledTemplate[][] }

// MJML takes milliseconds to compile, so this is done before the transaction; a draft's plan cannot change in between.
async function compilePlan({ db, clock, templates }: LaunchDeps, campaignId: string): Promise<CompiledPlan> {
  const campaign = await db.campaign.findUnique({ where: { id: campaignId }, select: { plan: true } })
  if (!campaign) throw new Refusal('campaign-gone', 'This campaign no longer exists.')
  const plan = readPlan(campaign.plan)
  const [problem] = checkPlan(plan, clock.now())
  if (problem) throw new Refusal('plan-not-ready', problem.sentence)
  const contents = await Promise.all(
    plan.steps.map(({ variants }) => Promise.all(variants.map((variant) => templates.compile(variant)))),
  )
  return { plan, contents }
}

type Freezing = { campaignId: string; importId: string; compiled: CompiledPlan; now: Date }

/** Who was enrolled, and the campaigns some of whose people this one takes over. */
type Frozen = Enrolled & { overtaken: string[] }

async function freeze(tx: Tx, { campaignId, importId, compiled, now }: Freezing): Promise<Frozen> {
  const { status } = await tx.import.findUniqueOrThrow({ where: { id: importId }, select: { status: true } })
  if (status === 'received')
    throw new Refusal('import-running', 'The contacts are still being imported. Try again in a moment.')
  if (status === 'failed')
    throw new Refusal('import-failed', 'The contacts could not be imported, so there is nobody to write to.')
  const { plan } = compiled
  const first = stepAt(plan, 1)
  const version = await freezeVersion(tx, { campaignId, ...compiled })
  if (first === undefined || version.firstStepId === null)
    throw new Refusal('campaign-has-no-steps', 'This campaign has no mail to send yet.')
  const places = (await whereaboutsOf(tx, importId)).map(({ timeZone, country }) => {
    const zone = zoneOf({ timeZone, country }, plan.zone)
    return { timeZone, country, zone, dueAt: dueAt(first.wait, placeOf(plan, first, zone), now) }
  })
  const turn = plan.besideOthers ? null : { priority: plan.priority }
  if (turn) await lockTurns(tx)
  const enrolled = await enrollImport(tx, {
    campaignId,
    importId,
    versionId: version.id,
    stepId: version.firstStepId,
    places,
    holdoutPercent: plan.holdoutPercent,
    reentry: plan.reentry,
    turn,
    now,
  })
  if (enrolled.audience === 0)
    throw new Refusal(
      'campaign-has-no-audience',
      'This campaign has nobody to write to: no row of the file was accepted.',
    )
  return { ...enrolled, overtaken: turn ? await takeOver(tx, { campaignId, ...turn }) : [] }
}
