import type { CampaignStatus } from '../domain/campaign.ts'
import { Refusal } from '../domain/refusal.ts'
import type { Tx } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'

/** A campaign while this transaction holds it. */
export type LockedCampaign = { id: string; name: string; status: CampaignStatus; importId: string }

/**
 * Locks a campaign, so that what is decided about it holds until the commit; new messages may refer to it meanwhile.
 * Throws a Refusal when it is gone.
 */
export async function lockCampaign(tx: Tx, campaignId: string): Promise<LockedCampaign> {
  const [campaign] = await tx.$queryRaw<LockedCampaign[]>(Prisma.sql`
    SELECT id, name, status::text AS status, import_id AS "importId" FROM campaign
    WHERE id = ${campaignId}::uuid FOR NO KEY UPDATE`)
  if (!campaign) throw new Refusal('campaign-gone', 'This campaign no longer exists.')
  return campaign
}
