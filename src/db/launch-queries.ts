import { checkPlan, type PlanProblem } from '../domain/check-plan.ts'
import { dueAt, placeOf, stepAt } from '../domain/due.ts'
import type { CampaignPlan } from '../domain/plan.ts'
import type { Reach } from '../domain/reach.ts'
import { Refusal } from '../domain/refusal.ts'
import { requireSomebodyNew } from '../domain/run.ts'
import { zoneOf } from '../domain/zone-of.ts'
import type { Actor, Origin } from '../domain/actor.ts'
import { audit } from './audit-queries.ts'
import type { Tx } from './client.ts'
import { enrollImport, reachOfLaunch, whereaboutsOf, type Enrolled } from './enroll-queries.ts'
import { fillCounts } from './fill-queries.ts'
import { earlierRuns } from './run-queries.ts'
import { lookAgainAfter } from './statistics.ts'
import { requirePlan } from './stored-plan.ts'
import { lockTurns, takeOver, turnOf } from './turn-queries.ts'
import { type Freezing, freezeVersion } from './version-queries.ts'

/** A plan that is fit to be launched, and the revision that it is. */
export type ReadyPlan = { plan: CampaignPlan; revision: number }

/** The plan of a campaign that is to be launched at `startsAt`. Throws a Refusal with the first thing that is wrong. */
export async function readyPlan(tx: Tx, campaignId: string, startsAt: Date): Promise<ReadyPlan> {
  const campaign = await tx.campaign.findUnique({
    where: { id: campaignId },
    select: { plan: true, planRevision: true },
  })
  if (!campaign) throw new Refusal('campaign-gone', 'This campaign no longer exists.')
  const plan = requirePlan(campaign.plan)
  const [problem] = checkPlan(plan, startsAt)
  if (problem) throw new Refusal('plan-not-ready', placed(problem))
  return { plan, revision: campaign.planRevision }
}

/** Here there is no field beside which a sentence could stand. */
function placed({ path, sentence }: PlanProblem): string {
  const index = /^steps\.(\d+)\./.exec(path)?.[1]
  return index === undefined ? sentence : `Step ${Number(index) + 1}: ${sentence}`
}

/** Throws the Refusal for an audience that cannot be enrolled, as far as its import shows. */
export async function requireImported(tx: Tx, importId: string): Promise<void> {
  const { status } = await tx.import.findUniqueOrThrow({ where: { id: importId }, select: { status: true } })
  if (status === 'received')
    throw new Refusal('import-running', 'The contacts are still being imported. Try again in a moment.')
  if (status === 'failed')
    throw new Refusal('import-failed', 'The contacts could not be imported, so there is nobody to write to.')
}

/** Throws the Refusal for a campaign without anybody to write to. */
function requireAudience(audience: number): void {
  if (audience > 0) return
  const sentence = 'This campaign has nobody to write to: no row of the file was accepted.'
  throw new Refusal('campaign-has-no-audience', sentence)
}

/** What a launch of this plan would come to at this moment. */
export async function reachNow(
  tx: Tx,
  { id, importId }: { id: string; importId: string },
  plan: CampaignPlan,
): Promise<Reach> {
  const { holdoutPercent, reentry } = plan
  const runs = await earlierRuns(tx, id)
  return reachOfLaunch(tx, { campaignId: id, importId, holdoutPercent, reentry, runs, turn: turnOf(plan) })
}

/**
 * How many of a campaign's contacts a launch of this plan would enroll at this moment. Throws the Refusal where that is nobody;
 * counts only where there were earlier runs.
 */
export async function requireEnrollable(
  tx: Tx,
  campaign: { id: string; importId: string },
  { plan, contacts }: { plan: CampaignPlan; contacts: number },
): Promise<number> {
  requireAudience(contacts)
  if ((await earlierRuns(tx, campaign.id)).length === 0) return contacts
  const reach = await reachNow(tx, campaign, plan)
  requireSomebodyNew(plan.reentry, reach)
  return reach.audience
}

/** What to tell somebody who launches another plan than the one that there is. */
export const planChanged = () =>
  new Refusal('plan-changed-meanwhile', 'The plan was changed at this moment. Look at it, then launch again.')

/** A campaign that is locked and may be launched, with what its plan says, compiled, and who launches it. */
export type Launching = Omit<Freezing, 'plan'> &
  ReadyPlan & { importId: string; actor: Actor; origin: Origin; now: Date }

/** Who was enrolled, and the campaigns some of whose people this one takes over. */
export type Launched = Enrolled & { overtaken: string[] }

/**
 * Launches a campaign: freezes its plan into a version, enrolls its audience and sets it running.
 * @throws Refusal when there is nobody to enroll, because of earlier runs or at all, and when the plan was changed since it was compiled
 */
export async function launch(tx: Tx, launching: Launching): Promise<Launched> {
  const { campaignId, importId, revision, plan, now, actor, origin } = launching
  await requireImported(tx, importId)
  const current = await tx.campaign.findUniqueOrThrow({
    where: { id: campaignId },
    select: { planRevision: true },
  })
  if (current.planRevision !== revision) throw planChanged()
  const launched = await enroll(tx, launching)
  const { audience, heldOut, waiting, wentThrough } = launched
  await lookAgainAfter(tx, audience)
  await tx.campaign.update({
    where: { id: campaignId },
    data: { status: 'running', statusReason: null, launchedAt: now, startsAt: null, priority: plan.priority },
  })
  await audit(tx, {
    actor,
    action: 'launched',
    subject: 'campaign',
    subjectId: campaignId,
    origin,
    detail: { audience, heldOut, waiting, wentThrough },
  })
  await fillCounts(tx, { campaignId, limits: plan.limits, now })
  return launched
}

async function enroll(tx: Tx, { campaignId, importId, plan, contents, now }: Launching): Promise<Launched> {
  const first = stepAt(plan, 1)
  const version = await freezeVersion(tx, { campaignId, plan, contents })
  if (first === undefined || version.firstStepId === null)
    throw new Refusal('campaign-has-no-steps', 'This campaign has no mail to send yet.')
  const dueIn = (zone: string) => ({ zone, dueAt: dueAt(first.wait, placeOf(plan, first, zone), now) })
  const places = (await whereaboutsOf(tx, importId)).map((whereabouts) =>
    Object.assign(dueIn(zoneOf(whereabouts, plan.zone)), whereabouts),
  )
  const turn = turnOf(plan)
  if (turn) await lockTurns(tx)
  const enrolled = await enrollImport(tx, {
    campaignId,
    importId,
    versionId: version.id,
    stepId: version.firstStepId,
    places,
    elsewhere: dueIn(plan.zone),
    holdoutPercent: plan.holdoutPercent,
    reentry: plan.reentry,
    runs: await earlierRuns(tx, campaignId),
    turn,
    now,
  })
  requireSomebodyNew(plan.reentry, enrolled)
  requireAudience(enrolled.audience)
  return { ...enrolled, overtaken: turn ? await takeOver(tx, { campaignId, ...turn }) : [] }
}
