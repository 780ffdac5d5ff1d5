import { audit } from '../../db/audit-queries.ts'
import { planInForce } from '../../db/edit-queries.ts'
import { lockCampaign } from '../../db/lock-queries.ts'
import { requirePermitted } from '../../db/permission-queries.ts'
import type { Actor, Origin } from '../../domain/actor.ts'
import { requireMove } from '../../domain/campaign.ts'
import { checkPlan, type PlanProblem } from '../../domain/check-plan.ts'
import { frozenDates, frozenYears, maxOwnDates } from '../../domain/holiday-dates.ts'
import { changedPosition, changePlan, type PlanChange, requireStep } from '../../domain/plan-change.ts'
import { changeProblems, standingSteps } from '../../domain/plan-edit.ts'
import type { CampaignPlan } from '../../domain/plan.ts'
import { beginning } from '../../domain/visible-text.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

type SaveDeps = Pick<Deps, 'db' | 'queue' | 'clock' | 'templates' | 'holidays'>

/** What to do to the plan of a campaign, and who wants it. The holidays of new rules are somebody's own dates. */
export type SavePlan = { campaignId: string; change: PlanChange; actor: Actor; origin: Origin }

/**
 * The plan as it is now, or everything that is wrong with the change; then nothing is kept. `position` is that of the
 * step that it is about, null when it is about none.
 */
export type SaveOutcome =
  | { kind: 'saved'; plan: CampaignPlan }
  | { kind: 'problems'; position: number | null; problems: PlanProblem[] }

/**
 * Changes the plan that a campaign is drafted by. Of one that was launched this is the plan of its next version: nobody is
 * written to otherwise before that is made.
 * @throws Refusal when a step that is to be moved or taken out is gone, and when the campaign cannot be edited now
 */
export async function savePlan(
  deps: SaveDeps,
  { campaignId, change, actor, origin }: SavePlan,
): Promise<SaveOutcome> {
  const { db, queue, clock } = deps
  return db.$transaction(async (tx) => {
    const campaign = await lockCampaign(tx, campaignId)
    await requirePermitted(tx, 'edit', { actor, owner: campaign.owner })
    requireMove('edit', campaign)
    const current = await planInForce(tx, campaignId)
    const now = clock.now()
    const complete = withCalendar(deps, change, now)
    requireStep(current.drafted, complete)
    const plan = changePlan(current.drafted, complete)
    const position = changedPosition(plan, complete)
    const problems = [
      ...checkPlan(plan, current.startsAt ?? now, standingSteps(current, complete)),
      ...changeProblems(current, plan),
      ...calendarProblems(deps, complete),
      ...ownDatesProblems(deps, change, now),
      ...templateProblems(deps, { plan, change: complete, fields: current.fields }),
    ]
    if (problems.length > 0) return { kind: 'problems', position, problems }
    await tx.campaign.update({ where: { id: campaignId }, data: { plan, planRevision: { increment: 1 } } })
    await audit(tx, {
      actor,
      action: 'edited',
      subject: 'campaign',
      subjectId: campaignId,
      origin,
      detail: { change: change.kind, step: position },
    })
    await queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId })
    return { kind: 'saved', plan }
  })
}

/** New rules with the days of their calendar among their holidays. */
function withCalendar({ holidays }: SaveDeps, change: PlanChange, now: Date): PlanChange {
  if (change.kind !== 'set-rules' || change.rules.holidays === undefined) return change
  const { calendar, dates: own } = change.rules.holidays
  if (calendar === null) return change
  const dates = frozenDates(own, comingDates({ holidays }, calendar, now), now)
  return { ...change, rules: { ...change.rules, holidays: { calendar, dates } } }
}

function comingDates({ holidays }: Pick<SaveDeps, 'holidays'>, calendar: string, now: Date): string[] {
  const year = now.getUTCFullYear()
  return holidays.dates(calendar, year, year + frozenYears)
}

function calendarProblems({ holidays }: SaveDeps, change: PlanChange): PlanProblem[] {
  const calendar = (change.kind === 'set-rules' && change.rules.holidays?.calendar) || null
  if (calendar === null || holidays.calendars().some(({ code }) => code === calendar)) return []
  const sentence = `There is no calendar “${beginning(calendar, 40)}”. Choose the code of a country, such as DE or US.`
  return [{ path: 'holidays', sentence }]
}

// Whoever reads a plan and writes it back gives the days of its calendar, too.
function ownDatesProblems(deps: SaveDeps, change: PlanChange, now: Date): PlanProblem[] {
  const given = change.kind === 'set-rules' ? change.rules.holidays : undefined
  if (given === undefined || given.dates.length <= maxOwnDates) return []
  const known = given.calendar === null ? [] : comingDates(deps, given.calendar, now)
  const own = given.dates.filter((date) => !known.includes(date)).length
  if (own <= maxOwnDates) return []
  const sentence = `A campaign has at most ${maxOwnDates} days of its own without mail; these are ${own}.`
  return [{ path: 'holidays', sentence }]
}

type Written = { plan: CampaignPlan; change: PlanChange; fields: readonly string[] }

/** What is wrong with the mails of the step that changed. */
function templateProblems({ templates }: SaveDeps, { plan, change, fields }: Written): PlanProblem[] {
  if (change.kind !== 'put-step') return []
  const index = (changedPosition(plan, change) ?? 1) - 1
  return change.step.variants.flatMap((variant, number) =>
    templates.check(variant, fields).map(({ field, sentence }) => ({
      path: `steps.${index}.variants.${number}.${field}`,
      sentence,
    })),
  )
}
