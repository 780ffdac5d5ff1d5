import { closedZones, dueAt, placeOf, stepAt } from '../domain/due.ts'
import { type LastPause, lateBefore } from '../domain/late.ts'
import { hasLimits } from '../domain/limits.ts'
import { requireSound } from '../domain/sound-plan.ts'
import { workedOut } from './campaign-fault.ts'
import { type Claim, claimDue, type ClaimRequest } from './claim-queries.ts'
import { claimLimited } from './claim-limited.ts'
import { findDueStep } from './due-step.ts'
import { nextDues } from './schedule-queries.ts'
import type { Db } from './client.ts'
import { type FrozenStep, frozenStep } from './step-queries.ts'
import { moveLeftOnOld } from './straggler-queries.ts'

/** What was claimed, and the step it is of. */
export type NextClaim = Claim & { step: FrozenStep }

/**
 * Claims the next batch of up to `limit` messages under `attempt`, of whichever step is due first; null when nobody is due.
 * `known` is a step that was loaded before and saves loading it again. `random` in [0, 1) jitters gaps. Throws a
 * `CampaignFault` when that step's campaign makes no sense: it is the first in line until it is put aside.
 */
export async function claimNext(
  db: Db,
  asked: Asked,
  known: FrozenStep | null = null,
): Promise<NextClaim | null> {
  const due = await findDueStep(db, asked.now)
  if (!due) return null
  const step = known?.id === due.stepId ? known : await frozenStep(db, due.stepId)
  if (due.takenOver) {
    const looked = await db.$transaction((tx) => moveLeftOnOld(tx, { ...due, ...asked }))
    return { messages: [], looked, late: 0, step }
  }
  const request = workedOut(due.campaignId, () => requestFor(step, due, asked))
  const claim = hasLimits(step.plan.limits)
    ? await claimLimited(db, request, { step, random: asked.random })
    : await claimDue(db, request)
  return { ...claim, step }
}

type Asked = { now: Date; attempt: string; limit: number; random: number }

/**
 * Works out all that claiming and settling a batch of this step will need of its plan, so that what makes no sense is found
 * before anything goes out, and not when it has to be written down.
 */
function requestFor(
  step: FrozenStep,
  { campaignId, ...pause }: { campaignId: string } & LastPause,
  asked: Asked,
): ClaimRequest {
  const { plan, zones } = step
  const { now } = asked
  requireSound(plan)
  const planned = stepAt(plan, step.position)
  // Whoever was put at this step when its wait could not be worked out is due at once: they must not get it for that.
  if (planned) dueAt(planned.wait, placeOf(plan, planned, plan.zone), now)
  const dues = nextDues(step, zones, now)
  return {
    ...asked,
    campaignId,
    step,
    closed: planned ? closedZones(plan, planned, { zones, now }) : [],
    lateBefore: lateBefore(plan.maxLatenessMinutes, pause, now),
    beyond: step.version === 1 ? null : { stepId: step.nextStepId, dues },
  }
}
