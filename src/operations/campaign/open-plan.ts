import { pendingChanges } from '../../db/edit-queries.ts'
import { requirePermitted } from '../../db/permission-queries.ts'
import { requirePlan } from '../../db/stored-plan.ts'
import type { MemberActor } from '../../domain/actor.ts'
import { type CampaignStatus, requireMove } from '../../domain/campaign.ts'
import { yearsOf } from '../../domain/holiday-dates.ts'
import type { CampaignPlan } from '../../domain/plan.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Deps } from '../deps.ts'

/** A plan as somebody edits it. */
export type OpenPlan = {
  name: string
  status: CampaignStatus
  /** When it starts by itself; null where it does not. */
  startsAt: Date | null
  plan: CampaignPlan
  /** Whether something was changed since its launch and is not applied yet. */
  edited: boolean
  /** Of its holidays, those that are not in its calendar. */
  ownDates: string[]
  /** What its calendar of holidays is called; null without one. */
  calendarName: string | null
}

/** The plan of a campaign, for whoever wants to edit it, or to set when it starts. */
export async function openPlan(
  { db, holidays }: Pick<Deps, 'db' | 'holidays'>,
  {
    campaignId,
    actor,
    move = 'edit',
  }: { campaignId: string; actor: MemberActor; move?: 'edit' | 'schedule' },
): Promise<OpenPlan> {
  const campaign = await db.campaign.findUnique({ where: { id: campaignId }, include: { owner: true } })
  if (campaign === null) throw new Refusal('campaign-gone', 'This campaign no longer exists.')
  await requirePermitted(db, move, { actor, owner: campaign.owner })
  requireMove(move, campaign)
  const plan = requirePlan(campaign.plan)
  const { calendar, dates } = plan.holidays
  const years = yearsOf(dates)
  const known = calendar === null || years === null ? [] : holidays.dates(calendar, years.from, years.to)
  const ownDates = dates.filter((date) => !known.includes(date))
  const calendarName = holidays.calendars().find(({ code }) => code === calendar)?.name ?? null
  const { name, status, startsAt } = campaign
  const edited = (await pendingChanges(db, campaignId)).length > 0
  return { name, status, startsAt, plan, edited, ownDates, calendarName }
}
