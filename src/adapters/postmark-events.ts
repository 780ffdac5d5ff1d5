import { z } from 'zod'
import type { EventType, MailEvent } from '../domain/event.ts'
import { oneLine } from '../domain/foreign-text.ts'

// Postmark's webhook bodies as far as we read them (developer docs, "Webhooks"). Metadata keys come back as given.
const metadata = z.record(z.string(), z.string()).nullish()
// Much of it is what a stranger's server or mail program says of itself. An address that is cut here is longer than any.
const words = z.string().transform((text) => oneLine(text, 2_000))
const address = z.string().transform((text) => oneLine(text, 320))
const messageId = z
  .string()
  .max(200)
  .transform((id) => (/^[\x21-\x7e]+$/.test(id) ? id : null))
const common = { MessageID: messageId.nullish(), Metadata: metadata }
const time = z.string().transform((text, context) => {
  const date = new Date(text)
  // PostgreSQL does not have every year that JavaScript has.
  const year = date.getUTCFullYear()
  if (year >= 2000 && year <= 2100) return date
  context.addIssue({ code: 'custom', message: 'not a time' })
  return z.NEVER
})

const bounce = {
  ...common,
  Email: address,
  BouncedAt: time,
  Name: words.nullish(),
  Type: z.string().nullish(),
  Inactive: z.boolean().nullish(),
}
const visit = { ...common, Recipient: address, ReceivedAt: time, UserAgent: words.nullish() }

const body = z.discriminatedUnion('RecordType', [
  z.object({ RecordType: z.literal('Delivery'), ...common, Recipient: address, DeliveredAt: time }),
  z.object({ RecordType: z.literal('Bounce'), ...bounce, Description: words.nullish() }),
  z.object({ RecordType: z.literal('SpamComplaint'), ...bounce }),
  z.object({ RecordType: z.literal('Open'), ...visit }),
  z.object({ RecordType: z.literal('Click'), ...visit, OriginalLink: words.nullish() }),
  z.object({
    RecordType: z.literal('SubscriptionChange'),
    ...common,
    Recipient: address,
    ChangedAt: time,
    SuppressSending: z.boolean(),
    SuppressionReason: z.string().nullish(),
  }),
])

type Body = z.infer<typeof body>
type Told = Pick<MailEvent, 'type' | 'address' | 'occurredAt'> & Partial<MailEvent>

/** Reads the body of an event webhook; null for probes and record types that we do not use. */
export function readPostmarkEvent(payload: unknown): MailEvent | null {
  const parsed = body.safeParse(payload)
  if (!parsed.success) return null
  const told = tell(parsed.data)
  if (!told) return null
  const { Metadata, MessageID } = parsed.data
  return {
    sendid: ownId(Metadata?.['sendid']),
    attempt: ownId(Metadata?.['attempt']),
    providerMessageId: MessageID ?? null,
    detail: null,
    userAgent: null,
    final: false,
    ...told,
  }
}

// What we gave them are UUIDs; anything else is not from us.
function ownId(text: string | undefined): string | null {
  return text !== undefined && z.guid().safeParse(text).success ? text : null
}

function tell(data: Body): Told | null {
  switch (data.RecordType) {
    case 'Delivery':
      return { type: 'delivered', address: data.Recipient, occurredAt: data.DeliveredAt }
    case 'Bounce':
      return bounced(data)
    case 'SpamComplaint':
      return { ...told('complained', data.Email, data.BouncedAt), final: true }
    case 'Open':
      return { ...told('opened', data.Recipient, data.ReceivedAt), ...visitor(data, null) }
    case 'Click':
      return { ...told('clicked', data.Recipient, data.ReceivedAt), ...visitor(data, data.OriginalLink) }
    case 'SubscriptionChange':
      return subscriptionChange(data)
  }
}

// Postmark says by `Inactive` whether it gave the address up; the bounce's type alone does not.
function bounced(data: Extract<Body, { RecordType: 'Bounce' }>): Told {
  const detail = data.Description ?? data.Name ?? null
  const bounce = { ...told('bounced', data.Email, data.BouncedAt), detail }
  if (data.Type === 'AutoResponder') return { ...bounce, away: true }
  return { ...bounce, final: data.Inactive ?? false }
}

function visitor({ UserAgent }: { UserAgent?: string | null | undefined }, link: string | null | undefined) {
  return { userAgent: UserAgent ?? null, detail: link ?? null }
}

function told(type: EventType, address: string, occurredAt: Date): Told {
  return { type, address, occurredAt }
}

const suppressions: ReadonlyMap<unknown, EventType> = new Map([
  ['ManualSuppression', 'unsubscribed'],
  ['HardBounce', 'bounced'],
  ['SpamComplaint', 'complained'],
])

// A bounce or a complaint about a mail has a webhook of its own; without a mail somebody entered it at Postmark by hand,
// and it is told only here. Being let in again there does not undo what a person asked of us.
function subscriptionChange(data: Extract<Body, { RecordType: 'SubscriptionChange' }>): Told | null {
  const type = suppressions.get(data.SuppressionReason)
  if (!data.SuppressSending || type === undefined) return null
  if (type !== 'unsubscribed' && typeof data.MessageID === 'string') return null
  return { ...told(type, data.Recipient, data.ChangedAt), final: true }
}
