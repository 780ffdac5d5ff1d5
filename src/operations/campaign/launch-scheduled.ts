import { audit } from '../../db/audit-queries.ts'
import type { Tx } from '../../db/client.ts'
import { wholeAudience } from '../../db/enroll-queries.ts'
import { beginCounting } from '../../db/fill-queries.ts'
import { launch, readyPlan } from '../../db/launch-queries.ts'
import { lockCampaign } from '../../db/lock-queries.ts'
import { tooLateToStart } from '../../domain/schedule.ts'
import { contentsOf } from '../../domain/plan-contents.ts'
import { Refusal } from '../../domain/refusal.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

type LaunchDeps = Pick<Deps, 'db' | 'queue' | 'clock' | 'templates' | 'settings'>
type Due = { campaignId: string }

/**
 * Launches a scheduled campaign whose time has come. One that cannot be launched, or whose time was too long ago, becomes a
 * draft again and says why: a person decides. One that was rescheduled, cancelled or launched meanwhile is left alone.
 */
export async function launchScheduled(deps: LaunchDeps, { campaignId }: Due): Promise<void> {
  try {
    await launchInTime(deps, { campaignId })
  } catch (error) {
    // Whoever changed the plan at this moment did not unschedule it: the next try launches what it says now.
    if (!(error instanceof Refusal) || error.code === 'plan-changed-meanwhile') throw error
    await deps.db.$transaction((tx) => putBack(deps, tx, { campaignId, reason: error.message }))
  }
}

async function launchInTime(deps: LaunchDeps, { campaignId }: Due): Promise<void> {
  const { db, clock, templates } = deps
  const planned = await dueStart(db, campaignId, clock.now())
  if (planned === null) return
  // A date that was in time for the start still is, though the clock strikes a little later.
  const ready = await readyPlan(db, campaignId, planned)
  const contents = await contentsOf(ready.plan, (mail) => templates.compile(mail))
  await beginCounting(db, { campaignId, limits: ready.plan.limits })
  await db.$transaction(async (tx) => {
    const { importId } = await lockCampaign(tx, campaignId)
    const now = clock.now()
    const startsAt = await dueStart(tx, campaignId, now)
    if (startsAt === null) return
    const late = tooLateToStart(startsAt, ready.plan.maxLatenessMinutes, now)
    if (late !== null) throw new Refusal('start-too-late', late)
    const by = { actor: { kind: 'system' }, origin: 'clock' } as const
    const { overtaken } = await launch(tx, { campaignId, importId, ...ready, contents, ...by, now })
    for (let lane = 1; lane <= deps.settings.sendLanes; lane += 1) {
      await deps.queue.enqueue(tx, jobs.sendDueMessages, { payload: { lane }, key: `lane-${lane}` })
    }
    for (const id of [campaignId, ...overtaken].toSorted()) {
      await deps.queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId: id }, key: id })
    }
  }, wholeAudience)
}

/** When a campaign was to start, if it is scheduled and that time has come. */
async function dueStart(tx: Tx, id: string, now: Date): Promise<Date | null> {
  const due = await tx.campaign.findFirst({ where: { id, status: 'scheduled', startsAt: { lte: now } } })
  return due?.startsAt ?? null
}

async function putBack(
  { clock, queue }: LaunchDeps,
  tx: Tx,
  { campaignId, reason }: Due & { reason: string },
): Promise<void> {
  await lockCampaign(tx, campaignId)
  if ((await dueStart(tx, campaignId, clock.now())) === null) return
  const statusReason = `It was not launched at its time: ${reason}`
  await tx.campaign.update({
    where: { id: campaignId },
    data: { status: 'draft', startsAt: null, statusReason },
  })
  const fact = { action: 'unscheduled', subject: 'campaign', subjectId: campaignId, origin: 'clock' } as const
  await audit(tx, { ...fact, actor: { kind: 'system' }, detail: { reason } })
  await queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId })
}
