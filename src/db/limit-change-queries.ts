import { restBy, restsAlike } from '../domain/limit-change.ts'
import { campaignDomains } from '../domain/limits.ts'
import type { CampaignPlan } from '../domain/plan.ts'
import type { Tx } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'
import { readablePlan } from './stored-plan.ts'

/**
 * Lets a campaign rest as a plan asks for that is about to take everybody over, where any of those that they are on rests by
 * other rules. Before the version is frozen; needs the lock on the campaign.
 */
export async function restAnew(
  tx: Tx,
  { campaignId, plan, now }: { campaignId: string; plan: CampaignPlan; now: Date },
): Promise<void> {
  const inForce = await tx.campaignVersion.findMany({
    where: { campaignId, movedToId: null },
    select: { plan: true },
  })
  // By what rules one rests that cannot be read is not known: those of the new plan are asked then.
  const before = inForce.map((version) => readablePlan(version.plan)?.limits)
  if (before.every((limits) => limits && restsAlike(limits, plan.limits))) return
  const until = restBy(plan.limits, plan.limits.gap && (await lastMailAt(tx, campaignId)), now)
  // Where a rest ends sooner or begins, what waited for it is not late for that (see restCampaign).
  await tx.$executeRaw`
    UPDATE campaign SET rests_until = ${until},
      resumed_at = CASE WHEN greatest(rests_until, ${until}) > ${now} THEN ${until ?? now} ELSE resumed_at END
    WHERE id = ${campaignId}::uuid`
}

// By message (campaign_id, id): all of a campaign's mails, and its open calls.
async function lastMailAt(tx: Tx, campaignId: string): Promise<Date | null> {
  const [row] = await tx.$queryRaw<{ at: Date | null }[]>(Prisma.sql`
    SELECT greatest(
      (SELECT max(claimed_at) FROM message WHERE campaign_id = ${campaignId}::uuid AND purpose = 'sequence'),
      (SELECT max(claimed_at) FROM under_way_mail WHERE campaign_id = ${campaignId}::uuid)
    ) AS at`)
  return row?.at ?? null
}

/** Forgets which moments the limits on domains gave away: whoever had them is given others. Needs the lock on the campaign. */
export async function forgetBookings(tx: Tx, campaignId: string): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    UPDATE send_limit SET booked_until = NULL
    WHERE booked_until IS NOT NULL AND starts_with(key, ${campaignDomains(campaignId)})`)
}
