import { isMachine, type MailEvent } from '../domain/event.ts'
import type { MatchedEvent } from '../domain/event-match.ts'
import type { Tx } from './client.ts'
import { insertEvents, settleWitnessed } from './event-queries.ts'
import { countFates, earlierBounces, type Fate } from './threshold-queries.ts'

/**
 * How many messages were settled, which campaigns look different now, which of them must be looked at because mails went
 * wrong, and which messages a rep waits to hear about.
 */
export type Saved = { settled: number; campaignIds: string[]; wrongIds: string[]; conversationIds: string[] }

/** When that is, and how to read what was told earlier. */
type Saving = { now: Date; mailbox: { readEvent: (payload: unknown) => MailEvent | null } }

/** Settles what events prove accepted, then appends them: all but automatic answers, which are no bounces. */
export async function saveEvents(
  tx: Tx,
  matched: readonly MatchedEvent[],
  { now, mailbox }: Saving,
): Promise<Saved> {
  const witnesses = matched.map(({ event, messageId }) => ({
    messageId,
    attempt: event.attempt,
    providerMessageId: event.providerMessageId,
  }))
  const { changed, campaignIds, conversationIds } = await settleWitnessed(tx, witnesses, now)
  // Before these are appended: it compares them with what was told earlier.
  const fates = matched.flatMap(fateOf)
  const bounces = await earlierBounces(
    tx,
    fates.map(({ messageId }) => messageId),
  )
  const bouncedBefore = bounces.filter(({ payload }) => mailbox.readEvent(payload)?.final)
  const wrongIds = await countFates(
    tx,
    fates,
    bouncedBefore.map(({ messageId }) => messageId),
  )
  const happened = matched.filter(({ event }) => !event.away)
  await insertEvents(
    tx,
    happened.map(({ event, messageId, deliveryId }) => ({
      webhookDeliveryId: deliveryId,
      messageId,
      type: event.type,
      machine: isMachine(event),
      detail: event.detail,
      occurredAt: event.occurredAt,
    })),
  )
  return {
    wrongIds,
    settled: changed,
    conversationIds,
    campaignIds: [...campaignIds, ...matched.flatMap(({ campaignId }) => campaignId ?? [])],
  }
}

/** Only what is for good counts as a bounce: a full mailbox says nothing about where an address comes from. */
function fateOf({ event, messageId }: MatchedEvent): Fate[] {
  const { type } = event
  if (type === 'bounced') return event.final ? [{ messageId, fate: type }] : []
  return type === 'delivered' || type === 'complained' ? [{ messageId, fate: type }] : []
}
