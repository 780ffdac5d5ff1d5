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

// Without the lock two presses at once would both find the handover open. Lock first, read after: a statement that waited
// for the lock sees the new row of `h`, but still joins it with what `member` was before the wait.
async function lock(tx: Tx, where: Prisma.Sql): Promise<LockedHandover | null> {
  await tx.$queryRaw`SELECT h.id FROM handover h WHERE ${where} FOR UPDATE`
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT h.id, h.status::text AS status, m.slack_user_id AS "slackUserId", h.claimed_at AS "claimedAt",
      h.campaign_id AS "campaignId", h.contact_id AS "contactId", h.enrollment_id AS "enrollmentId",
      h.channel_id AS "channelId", h.card_ts AS "cardTs"
    FROM handover h LEFT JOIN member m ON m.id = h.claimed_by_id WHERE ${where}`
  if (!row) return null
  const { slackUserId, claimedAt, ...handover } = row
  return { ...handover, holder: slackUserId && claimedAt ? { slackUserId, at: claimedAt } : null }
}

/** Locks a handover by its id. */
export function lockHandover(tx: Tx, handoverId: string): Promise<LockedHandover | null> {
  return lock(tx, Prisma.sql`h.id = ${handoverId}::uuid`)
}

/** Locks the handover whose card stands at the head of a thread (handover_channel_id_card_ts_key). */
export function lockHandoverOfThread(
  tx: Tx,
  channelId: string,
  threadTs: string,
): Promise<LockedHandover | null> {
  return lock(tx, Prisma.sql`h.channel_id = ${channelId} AND h.card_ts = ${threadTs}`)
}
