import { readAddress } from './email-address.ts'
import type { Signal } from './plan.ts'

/** What can happen to a message after it was sent. */
export type EventType = 'delivered' | 'opened' | 'clicked' | 'bounced' | 'complained' | 'unsubscribed'

/** One thing that happened to a message, as the provider told it. */
export type MailEvent = {
  type: EventType
  /** The message's own id and the attempt, as we gave them to the provider; null where it did not send them. */
  sendid: string | null
  attempt: string | null
  providerMessageId: string | null
  address: string
  occurredAt: Date
  /** What it was in a few words: the link, the bounce's description. */
  detail: string | null
  userAgent: string | null
  /** The provider will not deliver to this address any more. */
  final: boolean
  /** No bounce, as the provider files it, but the note of somebody who is out of office. */
  away?: true
}

/** What an event does to the person's enrollment and address; null means: it is only counted. */
export type EventConsequence = { reason: 'bounced' | 'complained' | 'unsubscribed' } | null

/** A final bounce, a complaint or an unsubscribe ends everything with that person; the rest is only counted. */
export function consequenceOf(event: MailEvent): EventConsequence {
  if (event.type === 'complained' || event.type === 'unsubscribed') return { reason: event.type }
  if (event.type === 'bounced' && event.final) return { reason: 'bounced' }
  return null
}

// Mail proxies and scanners that fetch images or links by themselves.
const machines = /^Mozilla\/5\.0$|bot\b|crawler|spider|barracuda|proofpoint|mimecast|safelinks|headless/i

/**
 * Whether an open or click was likely made by a machine. Apple's mail proxy calls itself exactly `Mozilla/5.0`
 * (Postmark support article 1257); scanners often give their name.
 */
export function isMachine(event: Pick<MailEvent, 'type' | 'userAgent'>): boolean {
  if (event.type !== 'opened' && event.type !== 'clicked') return false
  return event.userAgent !== null && machines.test(event.userAgent.trim())
}

/** What an event tells about the enrollment that its mail was for; what ends everything with a person is none of these. */
export function signalOfEvent(event: MailEvent): Signal | null {
  if (event.away) return 'out-of-office'
  return event.type === 'clicked' && !isMachine(event) ? 'click' : null
}

/** Somebody entered it at the provider by hand: it is about the address itself. */
export function namesNoMail({ sendid, providerMessageId }: MailEvent): boolean {
  return sendid === null && providerMessageId === null
}

/** The address that an event ends, and why. None when it ends nobody: what is no address might not fit into an index. */
export function endingOf(event: MailEvent): { address: string; reason: string }[] {
  const consequence = consequenceOf(event)
  const read = readAddress(event.address)
  return consequence && read.kind === 'address' ? [{ address: read.address, reason: consequence.reason }] : []
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The messages that events name: by our own id, and by the provider's. */
export function namesIn(events: readonly MailEvent[]): { ids: string[]; providerIds: string[] } {
  const ids = events.flatMap(({ sendid }) => (sendid !== null && uuid.test(sendid) ? [sendid] : []))
  return { ids, providerIds: events.flatMap(({ providerMessageId }) => providerMessageId ?? []) }
}
