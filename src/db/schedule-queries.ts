import { dueAt, placeOf, stepAt } from '../domain/due.ts'
import type { CampaignPlan } from '../domain/plan.ts'
import type { Tx } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'
import { readPlan } from './stored-plan.ts'

/** When those in a zone to whom a step was sent are due for the one after it. */
export type NextDue = { stepId: string; zone: string; dueAt: Date }

/** A step that was sent, as far as it matters for the one after it. */
export type SentStep = { id: string; position: number; plan: CampaignPlan }

/** When the step after this one is due in each zone, for whoever was sent it at `sentAt`. None after the last step. */
export function nextDues(step: SentStep, zones: readonly string[], sentAt: Date): NextDue[] {
  const next = stepAt(step.plan, step.position + 1)
  if (!next) return []
  return zones.map((zone) => ({
    stepId: step.id,
    zone,
    dueAt: dueAt(next.wait, placeOf(step.plan, next, zone), sentAt),
  }))
}

type Sent = { id: string; position: number; plan: unknown; zones: string[] }

/**
 * The same for messages of any steps, by primary keys throughout. None where a plan makes no sense: whoever got the step is due
 * for the next at once, and the claim of that pauses the campaign before anything goes out.
 */
export async function nextDuesOf(tx: Tx, messageIds: readonly string[], sentAt: Date): Promise<NextDue[]> {
  if (messageIds.length === 0) return []
  const sent = await tx.$queryRaw<Sent[]>(Prisma.sql`
    SELECT s.id, s.position, v.plan, z.zones FROM (
      SELECT m.step_id, array_agg(DISTINCT e.zone) AS zones
      FROM message m JOIN enrollment e ON e.id = m.enrollment_id
      WHERE m.id = ANY (${[...messageIds]}::uuid[]) AND m.step_id IS NOT NULL GROUP BY m.step_id
    ) z JOIN step s ON s.id = z.step_id JOIN campaign_version v ON v.id = s.campaign_version_id`)
  return sent.flatMap((step) => foreseeableDues(step, sentAt))
}

function foreseeableDues({ id, position, plan, zones }: Sent, sentAt: Date): NextDue[] {
  try {
    return nextDues({ id, position, plan: readPlan(plan) }, zones, sentAt)
  } catch {
    // Nothing is asked of the database here, and what is wrong is in the log once it is claimed.
    return []
  }
}
