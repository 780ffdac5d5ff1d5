import { audienceSizes } from '../../db/campaign-queries.ts'
import type { Tx } from '../../db/client.ts'
import {
  closeDeliveries,
  type Ending,
  endContacts,
  insertEvents,
  lockMessages,
  type PendingDelivery,
  settleWitnessed,
} from '../../db/event-queries.ts'
import { redrawAfterSeconds } from '../../domain/campaign.ts'
import { readAddress } from '../../domain/email-address.ts'
import { type MailEvent, consequenceOf, isMachine } from '../../domain/event.ts'
import { type MatchedEvent, matchEvents } from '../../domain/event-match.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

type PageDeps = Pick<Deps, 'queue' | 'clock' | 'mailbox' | 'log'>

/** Applies some deliveries in the caller's transaction: all of them, or it throws and the transaction is lost. */
export async function applyDeliveries(
  { queue, clock, mailbox, log }: PageDeps,
  tx: Tx,
  deliveries: readonly PendingDelivery[],
): Promise<void> {
  const now = clock.now()
  const told = deliveries.map(({ id, payload }) => ({ id, event: mailbox.readEvent(payload) }))
  const events = told.flatMap(({ id, event }) => (event ? [{ id, event }] : []))
  const messages = await lockMessages(tx, ...namesIn(events.map(({ event }) => event)))
  const { matched, outcomes } = matchEvents(told, messages)
  for (const { deliveryId, outcome } of outcomes.filter((o) => o.outcome === 'incident')) {
    log.warn(
      { webhookDeliveryId: deliveryId, outcome },
      'A webhook proves a mail accepted that had been given up: a second copy may exist, or one too many',
    )
  }
  const { settled, campaignIds, conversationIds } = await save(tx, matched, now)
  const alone = events.filter(({ event }) => namesNoMail(event) && endingOf(event).length > 0)
  const ended = await endAll(tx, [...matched, ...alone])
  const endedAlone = new Set(alone.map(({ id }) => id))
  await closeDeliveries(
    tx,
    outcomes.map(({ deliveryId: id, outcome }) => ({
      id,
      outcome: endedAlone.has(id) ? 'applied' : outcome,
    })),
    now,
  )
  // A campaign may be through now, which whoever sends finds out.
  if (settled > 0) await queue.enqueue(tx, jobs.sendDueMessages, { payload: { lane: 1 }, key: 'lane-1' })
  for (const messageId of conversationIds) {
    await queue.enqueue(tx, jobs.sendConversationMessage, { payload: { messageId } })
  }
  for (const { campaignId, audience } of await audienceSizes(tx, [...campaignIds, ...ended])) {
    const afterSeconds = redrawAfterSeconds(audience)
    await queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId, afterSeconds })
  }
}

type Saved = { settled: number; campaignIds: string[]; conversationIds: string[] }

/** Settles and appends, in this order; returns how many were settled and which campaigns look different now. */
async function save(tx: Tx, matched: readonly MatchedEvent[], now: Date): Promise<Saved> {
  const witnesses = matched.map(({ event, messageId }) => ({
    messageId,
    attempt: event.attempt,
    providerMessageId: event.providerMessageId,
  }))
  const { changed, campaignIds, conversationIds } = await settleWitnessed(tx, witnesses, now)
  await insertEvents(
    tx,
    matched.map(({ event, messageId, deliveryId }) => ({
      webhookDeliveryId: deliveryId,
      messageId,
      type: event.type,
      machine: isMachine(event),
      detail: event.detail,
      occurredAt: event.occurredAt,
    })),
  )
  return {
    settled: changed,
    conversationIds,
    campaignIds: [...campaignIds, ...matched.flatMap(({ campaignId }) => campaignId ?? [])],
  }
}

/** Ends everything with the people whom the provider writes to no more; returns their campaigns. */
async function endAll(tx: Tx, told: readonly { event: MailEvent }[]): Promise<string[]> {
  const endings = told.flatMap(({ event }) => endingOf(event))
  return endings.length === 0 ? [] : endContacts(tx, endings)
}

// What is no address is nobody's, and might not fit into an index.
function endingOf(event: MailEvent): Ending[] {
  const consequence = consequenceOf(event)
  const read = readAddress(event.address)
  return consequence && read.kind === 'address' ? [{ address: read.address, reason: consequence.reason }] : []
}

/** Somebody entered it at the provider by hand: it is about the address itself. */
function namesNoMail({ sendid, providerMessageId }: MailEvent): boolean {
  return sendid === null && providerMessageId === null
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

function namesIn(events: readonly MailEvent[]): [string[], string[]] {
  const ours = events.flatMap((event) =>
    event.sendid !== null && uuid.test(event.sendid) ? [event.sendid] : [],
  )
  return [ours, events.flatMap((event) => event.providerMessageId ?? [])]
}
