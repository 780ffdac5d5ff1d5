import type { SendLimits } from '../domain/plan.ts'
import type { Tx } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'
import { readablePlan } from './stored-plan.ts'

/** Ends the rest of all sending if it lasts beyond `latest`. Whether it did. */
export async function endHoldBeyond(tx: Tx, latest: Date, now: Date): Promise<boolean> {
  const ended = await tx.sendHold.updateMany({
    where: { provider: 'email', until: { gt: latest } },
    data: { until: now },
  })
  return ended.count > 0
}

/**
 * Brings whoever was put back in line by a call, and would be tried again beyond `latest` only, forward to now. Reads what is
 * in line, by message_on_its_way_idx; locks the enrollments by id.
 */
export async function bringForward(tx: Tx, latest: Date, now: Date): Promise<number> {
  return tx.$executeRaw(Prisma.sql`
    WITH tried AS (
      SELECT e.id FROM message m JOIN enrollment e ON e.id = m.enrollment_id
      WHERE m.state = 'queued' AND e.status = 'active' AND e.due_since IS NOT NULL AND e.next_at > ${latest}
      ORDER BY e.id FOR UPDATE OF e
    )
    UPDATE enrollment e SET next_at = ${now} FROM tried WHERE e.id = tried.id`)
}

/** A campaign that rests until then, and the limits of its versions in force. */
export type RestingCampaign = { id: string; restsUntil: Date; limits: SendLimits[] }

/**
 * The running campaigns that rest beyond a moment, by id. They are few, and found among the campaigns. One with a plan that
 * cannot be read is passed by: nobody knows for how long it may rest.
 */
export async function campaignsRestingBeyond(tx: Tx, moment: Date): Promise<RestingCampaign[]> {
  const rows = await tx.campaign.findMany({
    where: { status: 'running', restsUntil: { gt: moment } },
    select: {
      id: true,
      restsUntil: true,
      versions: { where: { movedToId: null }, select: { plan: true } },
    },
    orderBy: { id: 'asc' },
  })
  return rows.flatMap(({ id, restsUntil, versions }) => {
    const limits = versions.flatMap(({ plan }) => readablePlan(plan)?.limits ?? [])
    return restsUntil && limits.length === versions.length ? [{ id, restsUntil, limits }] : []
  })
}

/** Ends a campaign's rest, unless it has a new one. */
export async function endRest(
  tx: Tx,
  { id, restsUntil }: Pick<RestingCampaign, 'id' | 'restsUntil'>,
  now: Date,
): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    UPDATE campaign SET rests_until = NULL, resumed_at = least(resumed_at, ${now})
    WHERE id = ${id}::uuid AND rests_until = ${restsUntil}`)
}
