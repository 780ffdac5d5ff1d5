import { requirePermitted } from '../../db/permission-queries.ts'
import { readPlan } from '../../db/stored-plan.ts'
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
  /** Of its holidays, those that are not in its calendar. */
  ownDates: string[]
  /** What its calendar of holidays is called; null without one. */
  calendarName: string | null
}

/** The plan of a campaign, for whoever may edit it. */
export async function openPlan(
  { db, holidays }: Pick<Deps, 'db' | 'holidays'>,
  { campaignId, actor }: { campaignId: string; actor: MemberActor },
): Promise<OpenPlan> {
  const campaign = await db.campaign.findUnique({ where: { id: campaignId }, include: { owner: true } })
  if (campaign === null) throw new Refusal('campaign-gone', 'This campaign no longer exists.')
  await requirePermitted(db, 'edit', { actor, owner: campaign.owner })
  requireMove('edit', campaign)
  const plan = readPlan(campaign.plan)
  const { calendar, dates } = plan.holidays
  const years = yearsOf(dates)
  const known = calendar === null || years === null ? [] : holidays.dates(calendar, years.from, years.to)
  const ownDates = dates.filter((date) => !known.includes(date))
  const calendarName = holidays.calendars().find(({ code }) => code === calendar)?.name ?? null
  const { name, status, startsAt } = campaign
  return { name, status, startsAt, plan, ownDates, calendarName }
}
