import { campaignProgress } from '../../db/campaign-queries.ts'
import type { Tx } from '../../db/client.ts'
import type { CampaignStatus } from '../../domain/campaign.ts'

type Counted = { id: string; status: CampaignStatus; importId: string }

/**
 * How many people each campaign has still to write to: all of its contacts before launch, afterwards those of whom
 * nothing has been handed to the provider.
 */
export async function peopleWaiting(db: Tx, campaigns: readonly Counted[]): Promise<Map<string, number>> {
  const drafts = campaigns.filter(({ status }) => status === 'draft')
  const launched = campaigns.filter(({ status }) => status === 'running' || status === 'paused')
  const sizes = await db.importContact.groupBy({
    by: ['importId'],
    where: { importId: { in: drafts.map(({ importId }) => importId) } },
    _count: { contactId: true },
  })
  const sizeOf = new Map(sizes.map(({ importId, _count }) => [importId, _count.contactId]))
  const progress = await campaignProgress(
    db,
    launched.map(({ id }) => id),
  )
  return new Map(
    campaigns.map(({ id, status, importId }) => [
      id,
      (status === 'draft' ? sizeOf.get(importId) : progress.get(id)?.waiting) ?? 0,
    ]),
  )
}
