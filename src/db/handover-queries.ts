import type { HandoverStatus, Holder } from '../domain/handover.ts'
import type { Tx } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'

/** A handover while this transaction holds it. */
export type LockedHandover = {
  id: string
  status: HandoverStatus
  holder: Holder | null
  campaignId: string
  contactId: string
  enrollmentId: string
  channelId: string
  cardTs: string | null
}

type Row = Omit<LockedHandover, 'holder'> & { slackUserId: string | null; claimedAt: Date | null }

// Without the lock two presses at once would both find the handover open. `member` may change freely meanwhile.
const lockedSql = (where: Prisma.Sql) => Prisma.sql`
  SELECT h.id, h.status::text AS status, m.slack_user_id AS "slackUserId", h.claimed_at AS "claimedAt",
    h.campaign_id AS "campaignId", h.contact_id AS "contactId", h.enrollment_id AS "enrollmentId",
    h.channel_id AS "channelId", h.card_ts AS "cardTs"
  FROM handover h LEFT JOIN member m ON m.id = h.claimed_by_id WHERE ${where} FOR UPDATE OF h`

/** Locks a handover by its id. */
export async function lockHandover(tx: Tx, handoverId: string): Promise<LockedHandover | null> {
  return first(await tx.$queryRaw<Row[]>(lockedSql(Prisma.sql`h.id = ${handoverId}::uuid`)))
}

/** Locks the handover whose card stands at the head of a thread (handover_channel_id_card_ts_key). */
export async function lockHandoverOfThread(
  tx: Tx,
  channelId: string,
  threadTs: string,
): Promise<LockedHandover | null> {
  return first(
    await tx.$queryRaw<Row[]>(lockedSql(Prisma.sql`h.channel_id = ${channelId} AND h.card_ts = ${threadTs}`)),
  )
}

function first([row]: Row[]): LockedHandover | null {
  if (!row) return null
  const { slackUserId, claimedAt, ...handover } = row
  return { ...handover, holder: slackUserId && claimedAt ? { slackUserId, at: claimedAt } : null }
}
