import { audienceSizes } from '../../db/campaign-queries.ts'
import type { Tx } from '../../db/client.ts'
import {
  closeDeliveries,
  endContacts,
  insertEvents,
  lockMessages,
  type PendingDelivery,
  settleWitnessed,
} from '../../db/event-queries.ts'
import { redrawAfterSeconds } from '../../domain/campaign.ts'
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
  await closeDeliveries(
    tx,
    outcomes.map(({ deliveryId, outcome }) => ({ id: deliveryId, outcome })),
    now,
  )
  // A campaign may be through now, which whoever sends finds out.
  if (settled > 0) await queue.enqueue(tx, jobs.sendDueMessages, { payload: { lane: 1 }, key: 'lane-1' })
  for (const messageId of conversationIds) {
    await queue.enqueue(tx, jobs.sendConversationMessage, { payload: { messageId } })
  }
  for (const { campaignId, audience } of await audienceSizes(tx, campaignIds)) {
    const afterSeconds = redrawAfterSeconds(audience)
    await queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId, afterSeconds })
  }
}

type Saved = { settled: number; campaignIds: string[]; conversationIds: string[] }

/** Settles, appends and ends, in this order; returns how many were settled and which campaigns look different now. */
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
  const endings = matched.flatMap(({ event }) => {
    const consequence = consequenceOf(event)
    return consequence ? [{ address: event.address, reason: consequence.reason }] : []
  })
  const ended = endings.length === 0 ? [] : await endContacts(tx, endings)
  return {
    settled: changed,
    conversationIds,
    campaignIds: [...campaignIds, ...ended, ...matched.flatMap(({ campaignId }) => campaignId ?? [])],
  }
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

function namesIn(events: readonly MailEvent[]): [string[], string[]] {
  const ours = events.flatMap((event) =>
    event.sendid !== null && uuid.test(event.sendid) ? [event.sendid] : [],
  )
  return [ours, events.flatMap((event) => event.providerMessageId ?? [])]
}
