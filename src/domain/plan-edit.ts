import type { PlanProblem } from './check-plan.ts'
import type { PlanChange } from './plan-change.ts'
import type { CampaignPlan, PlannedStep } from './plan.ts'
import { Refusal } from './refusal.ts'

/** Throws the Refusal for an edit that was made from an older plan than the one there is now. */
export function requireRevision(name: string, revision: { from: number; now: number }): void {
  if (revision.from === revision.now) return
  throw new Refusal(
    'plan-changed-meanwhile',
    `Somebody changed the plan of “${name}” since you opened it, so yours was not saved over it. Open it again, and make your change to the plan as it is now.`,
  )
}

/**
 * The steps that may have a date that is over, where they keep it: people run on those of the newest version, and of a draft
 * those that nobody is writing now are left for the launch to refuse. Not where it is scheduled, for that launch must come
 * off, nor where its zone is changed, for that gives every date another moment.
 */
export function standingSteps(
  { launched, plan, drafted, startsAt }: Standing,
  change: PlanChange | null,
): PlannedStep[] {
  const left = change !== null && startsAt === null && !changesZone(change, drafted)
  const untouched = left ? drafted.steps.filter(({ key }) => key !== writtenIn(change)) : []
  return [...(launched ? plan.steps : []), ...untouched]
}

type Standing = { launched: boolean; plan: CampaignPlan; drafted: CampaignPlan; startsAt: Date | null }

// Whoever sends all rules gives the zone that there is, too.
const changesZone = (change: PlanChange, { zone }: CampaignPlan): boolean =>
  change.kind === 'set-rules' && (change.rules.zone ?? zone) !== zone

const writtenIn = (change: PlanChange): string | null => (change.kind === 'put-step' ? change.step.key : null)

/** What of a plan cannot change any more once its campaign was launched. */
export function changeProblems(
  { launched, plan: old }: { launched: boolean; plan: CampaignPlan },
  next: CampaignPlan,
): PlanProblem[] {
  if (!launched) return []
  const found = [
    old.holdoutPercent !== next.holdoutPercent && {
      path: 'holdoutPercent',
      sentence: `Who is held out was drawn at launch: it stays at ${old.holdoutPercent} %.`,
    },
    old.zone !== next.zone && {
      path: 'zone',
      sentence: `Everybody was given a time zone at launch: the campaign’s stays ${old.zone}.`,
    },
  ]
  return found.filter((problem) => problem !== false)
}
