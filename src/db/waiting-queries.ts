import type { CampaignStatus } from '../domain/campaign.ts'
import type { Tx } from './client.ts'
import { isWithProvider } from './due-queries.ts'
import { Prisma } from './generated/prisma/client.ts'

type Counted = { id: string; status: CampaignStatus; importId: string }

/**
 * How many people each campaign has still to write to: all of its contacts before launch, afterwards those who are due at
 * some time and whose mail is not with the provider.
 */
export async function peopleWaiting(tx: Tx, campaigns: readonly Counted[]): Promise<Map<string, number>> {
  const drafts = campaigns.filter(({ status }) => status === 'draft' || status === 'scheduled')
  const sizes = await tx.importContact.groupBy({
    by: ['importId'],
    where: { importId: { in: drafts.map(({ importId }) => importId) } },
    _count: { contactId: true },
  })
  const sizeOf = new Map(sizes.map(({ importId, _count }) => [importId, _count.contactId]))
  const due = await stillDue(
    tx,
    campaigns.filter(({ status }) => status === 'running' || status === 'paused').map(({ id }) => id),
  )
  return new Map(
    campaigns.map(({ id, status, importId }) => [
      id,
      (status === 'draft' || status === 'scheduled' ? sizeOf.get(importId) : due.get(id)) ?? 0,
    ]),
  )
}

// By enrollment_active_key, which holds those who are not through.
async function stillDue(tx: Tx, campaignIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx.$queryRaw<{ id: string; count: number }[]>(Prisma.sql`
    SELECT e.campaign_id AS id, count(*)::int AS count FROM enrollment e
    WHERE e.campaign_id = ANY (${[...campaignIds]}::uuid[]) AND e.status IN ('active', 'paused') AND NOT ${isWithProvider}
    GROUP BY e.campaign_id`)
  return new Map(rows.map(({ id, count }) => [id, count]))
}
