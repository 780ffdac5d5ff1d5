import { commonFault, type Earlier, speaksOf, suspectsOf } from '../domain/common-fault.ts'
import type { CallEnd, MailFault } from '../domain/message.ts'
import type { ClaimedMessage } from './claim-queries.ts'
import type { Tx } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'
import type { FrozenStep } from './step-queries.ts'

type Batch = {
  step: Pick<FrozenStep, 'campaignId' | 'id' | 'variants'>
  messages: readonly Pick<ClaimedMessage, 'messageId' | 'address' | 'variant'>[]
}

/**
 * What a call for a batch found wrong with its mails that is not each person's own, each code once; `ids`: the mails of the call, in
 * its order. Asks only where it looks like it.
 */
export async function findFaults(
  tx: Tx,
  { step, messages }: Batch,
  { ids, end }: { ids: readonly string[]; end: CallEnd | null },
): Promise<MailFault[]> {
  const claimed = new Map(messages.map((message) => [message.messageId, message]))
  const variants = step.variants.length > 1 ? ids.map((id) => claimed.get(id)?.variant ?? 0) : []
  const faults: MailFault[] = []
  for (const suspect of suspectsOf(end, variants)) {
    const { code, about, places, variant } = suspect
    if (faults.some((fault) => fault.code === code && fault.about === about)) continue
    const messageIds = places.flatMap((place) => ids[place] ?? [])
    const [messageId = ''] = messageIds
    const earlier = await mailsBefore(tx, { step, code, variant, messageIds })
    const name = step.variants.find(({ position }) => position === variant)?.name ?? null
    const names = { to: claimed.get(messageId)?.address ?? '', variant: name }
    const fault = commonFault(suspect, earlier, names)
    if (fault) faults.push(fault)
  }
  return faults
}

type Asked = {
  step: Pick<FrozenStep, 'campaignId' | 'id'>
  code: number
  variant: number | null
  messageIds: readonly string[]
}
type Row = Omit<Earlier, 'inARow'> & { rejected: { address: string; reason: string | null }[] }

// So many people may have been left out in a row: whoever was written to before or after is looked for no farther.
const farthest = 10_000

/**
 * What became of the last mails before these: of the newest 500 of their step (or variant) that were sent or rejected, whatever
 * went out of others between. Whether any of the campaign was ever sent is looked for from both ends, up to the first, so what
 * was skipped between tells nothing. All by message_campaign_id_id_idx, and no more than 10,000 rows from each end; what is back
 * in line is found by message_on_its_way_idx.
 */
async function mailsBefore(tx: Tx, { step, code, variant, messageIds }: Asked): Promise<Earlier> {
  const { campaignId, id: stepId } = step
  const ids = [...messageIds]
  const end = (order: Prisma.Sql) => Prisma.sql`(
    SELECT id, step_id, variant, state, error_code, address, reason FROM message
    WHERE campaign_id = ${campaignId}::uuid ORDER BY id ${order} LIMIT ${farthest})`
  const isSent = Prisma.sql`state = 'sent' AND step_id IS NOT NULL`
  const ofThese = Prisma.sql`m.step_id = ${stepId}::uuid
    ${variant === null ? Prisma.empty : Prisma.sql`AND m.variant = ${variant}`}`
  const [row] = await tx.$queryRaw<Row[]>(Prisma.sql`
    WITH mail AS (
      SELECT * FROM ${end(Prisma.sql`DESC`)} m WHERE m.state IN ('sent', 'rejected') AND ${ofThese} ORDER BY id DESC LIMIT 500
    ), last_sent AS (
      SELECT id FROM mail WHERE state = 'sent' ORDER BY id DESC LIMIT 1
    )
    SELECT EXISTS (SELECT FROM ${end(Prisma.sql`ASC`)} oldest WHERE ${isSent})
        OR EXISTS (SELECT FROM ${end(Prisma.sql`DESC`)} newest WHERE ${isSent}) AS taken,
      (SELECT coalesce(json_agg(json_build_object('address', m.address, 'reason', m.reason)), '[]') FROM mail m
       WHERE m.state = 'rejected' AND m.error_code = ${code}
         AND NOT EXISTS (SELECT FROM last_sent s WHERE s.id > m.id)) AS rejected,
      EXISTS (SELECT FROM message m WHERE m.state = 'queued' AND m.campaign_id = ${campaignId}::uuid
        AND m.error_code = ${code} AND m.id <> ALL (${ids}::uuid[])) AS alike,
      (SELECT count(*) = ${ids.length} FROM message m
       WHERE m.id = ANY (${ids}::uuid[]) AND m.error_code = ${code}) AS again`)
  if (!row) return { taken: false, inARow: 0, alike: false, again: false }
  const { rejected, ...known } = row
  return { ...known, inARow: rejected.filter((each) => !speaksOf(each.address, each.reason ?? '')).length }
}
