import type { StepDue, StepPeople } from '../domain/outlook.ts'
import type { CampaignPlan } from '../domain/plan.ts'
import type { Tx } from './client.ts'
import { isWithProvider } from './due-queries.ts'
import { Prisma } from './generated/prisma/client.ts'
import { waits } from './turn-queries.ts'

/**
 * Who is where in a sequence; `next` and `last` are the first and the last due of each step in each zone. Who is paused is
 * due when that ends by itself; who waits for a person or for another campaign (`otherCampaign` of them) has no time.
 */
export type Sequenced = { people: StepPeople[]; next: StepDue[]; last: StepDue[]; otherCampaign: number }

type Place = {
  key: string
  zone: string
  waiting: number
  first: Date | null
  last: Date | null
  /** The first due of those whose mail is in line again, because it could not be handed over. */
  firstRetry: Date | null
  otherCampaign: number
}

/**
 * Counts the people at each step of a plan. Those who wait for a step that the plan has no more, on an older version, are
 * not in it. Enrollments by enrollment_active_key, messages by their campaign.
 */
export async function sequencePeople(
  tx: Tx,
  campaignId: string,
  plan: Pick<CampaignPlan, 'steps'>,
): Promise<Sequenced> {
  const places = await tx.$queryRaw<Place[]>(Prisma.sql`
    SELECT s.key::text, e.zone, count(*)::int AS waiting, min(d.at) AS first, max(d.at) AS last,
      min(d.at) FILTER (WHERE e.due_since IS NOT NULL) AS "firstRetry",
      (count(*) FILTER (WHERE e.status = 'paused' AND e.reason = ${waits}))::int AS "otherCampaign"
    FROM enrollment e JOIN step s ON s.id = e.step_id
    CROSS JOIN LATERAL (SELECT CASE WHEN ${isWithProvider} THEN NULL WHEN e.status = 'active' THEN e.next_at
      WHEN e.resume_at IS NOT NULL THEN greatest(e.next_at, e.resume_at) END AS at) d
    WHERE e.campaign_id = ${campaignId}::uuid AND e.status IN ('active', 'paused') GROUP BY s.key, e.zone`)
  const sent = await tx.$queryRaw<{ key: string; count: number }[]>(Prisma.sql`
    SELECT step_key::text AS key, count(*)::int AS count FROM message
    WHERE campaign_id = ${campaignId}::uuid AND purpose = 'sequence' AND state = 'sent' GROUP BY step_key`)
  const sentOf = new Map(sent.map(({ key, count }) => [key, count]))
  const positions = new Map(plan.steps.map(({ key }, index) => [key, index + 1]))
  const dueAt = (which: 'first' | 'last') =>
    places.flatMap(({ key, zone, firstRetry, [which]: at }) => {
      const position = positions.get(key)
      const isRetry = at !== null && at.getTime() === firstRetry?.getTime()
      return position !== undefined && at !== null ? [{ position, zone, at, isRetry }] : []
    })
  const people = plan.steps.map(({ key }, index) => ({
    position: index + 1,
    sent: sentOf.get(key) ?? 0,
    waiting: places.reduce((sum, place) => sum + (place.key === key ? place.waiting : 0), 0),
  }))
  const otherCampaign = places.reduce((sum, place) => sum + place.otherCampaign, 0)
  return { people, next: dueAt('first'), last: dueAt('last'), otherCampaign }
}
