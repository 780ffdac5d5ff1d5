import type { MailEvent } from './event.ts'

/** What came in: the delivery and what it says, or null when it says nothing we know. */
export type ToldEvent = { id: string; event: MailEvent | null }

/** A message that an event may be about. */
type Candidate = {
  id: string
  state: string
  attempt: string | null
  provider_message_id: string | null
  campaign_id: string | null
}

/** An event together with the message it is about. */
export type MatchedEvent = {
  deliveryId: string
  event: MailEvent
  messageId: string
  campaignId: string | null
}

/** What became of a delivery. */
export type DeliveryOutcome = {
  deliveryId: string
  outcome: 'applied' | 'unmatched' | 'ignored' | 'incident'
}

/**
 * Finds the message of each event. An event of an attempt that is not the message's current one, while another is
 * on its way or already sent, is an incident: the provider may have accepted two. So is one of a message that nobody
 * was to get any more: the provider accepted it all the same.
 */
export function matchEvents(
  told: readonly ToldEvent[],
  candidates: readonly Candidate[],
): { matched: MatchedEvent[]; outcomes: DeliveryOutcome[] } {
  const byId = new Map(candidates.map((message) => [message.id, message]))
  // A message without a provider's id must not be found by an event without one.
  const byProviderId = new Map(
    candidates.flatMap((message) =>
      message.provider_message_id === null ? [] : [[message.provider_message_id, message] as const],
    ),
  )
  const matched: MatchedEvent[] = []
  const outcomes = told.map(({ id, event }): DeliveryOutcome => {
    if (!event) return { deliveryId: id, outcome: 'ignored' }
    const message = byId.get(event.sendid ?? '') ?? byProviderId.get(event.providerMessageId ?? '')
    if (!message) return { deliveryId: id, outcome: 'unmatched' }
    matched.push({ deliveryId: id, event, messageId: message.id, campaignId: message.campaign_id })
    return { deliveryId: id, outcome: isIncident(event, message) ? 'incident' : 'applied' }
  })
  return { matched, outcomes }
}

function isIncident(event: MailEvent, message: Candidate): boolean {
  const otherAttempt = differ(event.attempt, message.attempt)
  switch (message.state) {
    case 'sending':
    case 'unknown':
      return otherAttempt
    case 'skipped':
    case 'rejected':
      return true
    case 'sent':
      return otherAttempt && differ(event.providerMessageId, message.provider_message_id)
    default:
      return false
  }
}

/** Whether two names are known and not the same. */
function differ(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && one !== other
}
