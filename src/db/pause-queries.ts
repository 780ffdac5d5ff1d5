import type { Tx } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'
import { latenessOf } from './stored-lateness.ts'

/**
 * From when a pause or rest of campaign `c` counts that begins now, as `pausedFrom` of domain/late says: SQL. By
 * campaign_version_campaign_id_number_key.
 */
export const pausedFromNow = (now: Date): Prisma.Sql => Prisma.sql`
  CASE WHEN c.resumed_at > ${now}::timestamptz - make_interval(mins => (
    SELECT ${latenessOf(Prisma.sql`v.plan`)} FROM campaign_version v
    WHERE v.campaign_id = c.id ORDER BY v.number DESC LIMIT 1)) THEN c.paused_from ELSE ${now}::timestamptz END`

/** Pauses a campaign that the caller holds and that is running. */
export async function pauseHeld(tx: Tx, campaignId: string, now: Date): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    UPDATE campaign c SET status = 'paused', status_reason = NULL, paused_from = ${pausedFromNow(now)}
    WHERE id = ${campaignId}::uuid`)
}
