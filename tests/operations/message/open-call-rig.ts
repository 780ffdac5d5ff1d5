import { randomUUID } from 'node:crypto'
import { readPostmarkEvent } from '../../../src/adapters/postmark-events.ts'
import type { Db, Tx } from '../../../src/db/client.ts'
import { settleMessages, type SettleResult } from '../../../src/db/settle-queries.ts'
import { type Settlement, settled } from '../../../src/domain/message.ts'
import { applyMessageEvents } from '../../../src/operations/message/apply-events.ts'
import type { OutgoingMail } from '../../../src/ports/email.ts'
import { claimBatch } from '../../support/claim.ts'
import { type ledgerRig, never } from './ledger-rig.ts'

type Rig = ReturnType<typeof ledgerRig>

/** Sends what is due; `look` happens once, when the provider has the first batch and before it answers. */
export async function whileCalling(
  rig: Rig,
  look: (mails: readonly OutgoingMail[]) => Promise<void>,
): Promise<void> {
  const { sendBatch } = rig.office
  let looked = false
  rig.office.sendBatch = async (mails) => {
    rig.office.sendBatch = sendBatch
    const answer = await sendBatch(mails)
    await look(mails)
    looked = true
    return answer
  }
  await rig.send()
  if (!looked) throw new Error('Nothing was with the provider')
}

/** Sends what is due until the provider has the first so many mails of a batch; then the process is gone. Returns the batch. */
export async function killedWhileCalling(rig: Rig, taken: number): Promise<readonly OutgoingMail[]> {
  const { sendBatch } = rig.office
  let batch: readonly OutgoingMail[] = []
  rig.office.sendBatch = async (mails) => {
    rig.office.sendBatch = sendBatch
    batch = mails
    await sendBatch(mails.slice(0, taken))
    throw new Error('killed')
  }
  const [end] = await Promise.allSettled([rig.send()])
  if (end.status !== 'rejected' || batch.length === 0) throw new Error('Nothing was with the provider')
  return batch
}

/** Claims a batch as a worker does that then hears nothing. */
export async function claimCall(rig: Rig, limit = 500) {
  const attempt = randomUUID()
  const { messages } = await claimBatch(rig.deps.db, { now: rig.deps.clock.now(), attempt, limit })
  return { attempt, messages, ids: messages.map(({ messageId }) => messageId) }
}

/** A mail that the provider took, as an answer says it. */
export const taken = (messageId: string): Settlement => ({
  ...settled(messageId, 'sent', null),
  providerMessageId: `pm-${messageId}`,
})

/** Settles a call as a worker does, with what follows already known. */
export async function settleCall(
  rig: Rig,
  attempt: string,
  settlements: readonly Settlement[],
): Promise<SettleResult> {
  return rig.deps.db.$transaction((tx) => settleIn(tx, { rig, attempt, settlements }))
}

/** The same in a transaction of the caller. */
export function settleIn(
  tx: Tx,
  { rig, attempt, settlements }: { rig: Rig; attempt: string; settlements: readonly Settlement[] },
): Promise<SettleResult> {
  const now = rig.deps.clock.now()
  return settleMessages(tx, { attempt, from: ['sending'] }, { settlements, now, retryAt: now, dues: [] })
}

/** Stores a webhook that says of each mail that it was delivered, and applies them. Returns what became of them. */
export async function hearOf(
  rig: Rig,
  mails: readonly { sendid: string; attempt: string }[],
): Promise<(string | null)[]> {
  const { db } = rig.deps
  const keys: string[] = []
  for (const { sendid, attempt } of mails) {
    const key = randomUUID()
    keys.push(key)
    const payload = {
      RecordType: 'Delivery',
      MessageID: `pm-${sendid}-${attempt}`,
      Recipient: 'ada@example.com',
      DeliveredAt: '2026-11-20T09:01:00Z',
      Metadata: { sendid, attempt },
    }
    await db.webhookDelivery.create({ data: { source: 'postmark-event', dedupeKey: key, payload } })
  }
  const mailbox = { readEvent: readPostmarkEvent, readInbound: () => null }
  await applyMessageEvents({ ...rig.deps, mailbox }, {}, never)
  const rows = await db.webhookDelivery.findMany({ where: { dedupeKey: { in: keys } } })
  const outcomes = new Map(rows.map(({ dedupeKey, outcome }) => [dedupeKey, outcome]))
  return keys.map((key) => outcomes.get(key) ?? null)
}

/** The mails of a campaign in the ledger, in the order of their ids. */
export const mailsOf = (db: Db, { id }: { id: string }) =>
  db.message.findMany({ where: { campaignId: id }, orderBy: { id: 'asc' } })

/** Ends what a test left behind, for the next one to begin with nothing. */
export async function clear(db: Db): Promise<void> {
  await db.campaign.deleteMany()
  await db.openCall.deleteMany()
  await db.webhookDelivery.deleteMany()
  await db.suppression.deleteMany()
  await db.sendHold.deleteMany()
}
