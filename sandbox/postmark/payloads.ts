import { utcSeconds, utcSeven } from './dates.ts'
import type { Fields } from './fields.ts'
import { firstRecipient } from './mail-index.ts'
import type { Bounce, StoredMail } from './records.ts'
import { serverId } from './server-id.ts'
import type { SuppressionOrigin, SuppressionReason } from './words.ts'

/** A suppression that began (`reason`) or ended (null); `mail` only when the recipient caused it. */
export type SubscriptionChange = {
  readonly mail: StoredMail | null
  readonly stream: string
  readonly recipient: string
  readonly origin: SuppressionOrigin
  readonly reason: SuppressionReason | null
}

/** Who looked: a person's mail program, or a proxy that fetches everything. */
export type Reader = 'person' | 'machine'

const readers = {
  person: {
    Client: { Name: 'Chrome 140.0.7339.80', Company: 'Google', Family: 'Chrome' },
    OS: { Name: 'macOS 26 Tahoe', Company: 'Apple Computer, Inc.', Family: 'macOS' },
    Platform: 'Desktop',
    UserAgent:
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) ' +
      'Chrome/140.0.0.0 Safari/537.36',
    Geo: {
      CountryISOCode: 'US',
      Country: 'United States',
      RegionISOCode: 'TX',
      Region: 'Texas',
      City: 'Houston',
      Zip: '77058',
      Coords: '29.5502,-95.0973',
      IP: '203.0.113.42',
    },
  },
  machine: {
    Client: { Name: 'Apple Mail', Company: 'Apple Computer, Inc.', Family: 'Apple Mail' },
    OS: { Name: 'Unknown', Company: 'Unknown', Family: 'Unknown' },
    Platform: 'Desktop',
    // All that Apple's Mail Privacy Protection says of itself (Postmark support article 1257).
    UserAgent: 'Mozilla/5.0',
    Geo: {},
  },
} as const

/** `Delivery` */
export const deliveryPayload = (mail: StoredMail, at: number, recipient = firstRecipient(mail)): Fields => ({
  RecordType: 'Delivery',
  MessageStream: mail.stream,
  ServerID: serverId,
  MessageID: mail.id,
  Recipient: recipient,
  Tag: mail.tag,
  DeliveredAt: utcSeven(at),
  Details: `250 2.0.0 OK ${Math.floor(at / 1000)} - stand-in`,
  Metadata: mail.metadata,
})

/** `Open`; carries no ServerID. */
export const openPayload = (
  mail: StoredMail,
  open: { readonly at: number; readonly first: boolean; readonly reader: Reader },
): Fields => ({
  RecordType: 'Open',
  MessageStream: mail.stream,
  FirstOpen: open.first,
  ...readers[open.reader],
  ReadSeconds: open.reader === 'person' ? 5 : 0,
  MessageID: mail.id,
  Metadata: mail.metadata,
  ReceivedAt: utcSeven(open.at),
  Tag: mail.tag,
  Recipient: firstRecipient(mail),
})

/** `Click`; carries no ServerID. */
export const clickPayload = (
  mail: StoredMail,
  click: { readonly at: number; readonly url: string; readonly location: string; readonly reader: Reader },
): Fields => ({
  RecordType: 'Click',
  MessageStream: mail.stream,
  ClickLocation: click.location,
  ...readers[click.reader],
  OriginalLink: click.url,
  MessageID: mail.id,
  Metadata: mail.metadata,
  ReceivedAt: utcSeven(click.at),
  Tag: mail.tag,
  Recipient: firstRecipient(mail),
})

/** A record of the Bounces API, complaints included. */
export const bounceRecord = (bounce: Bounce): Fields => ({
  ID: bounce.id,
  Type: bounce.type,
  TypeCode: bounce.typeCode,
  Name: bounce.name,
  Tag: bounce.mail.tag,
  MessageID: bounce.mail.id,
  ServerID: serverId,
  MessageStream: bounce.mail.stream,
  Description: bounce.description,
  Details: bounce.details,
  Email: bounce.recipient,
  From: bounce.mail.from,
  BouncedAt: utcSeven(bounce.at),
  DumpAvailable: true,
  Inactive: bounce.inactive,
  CanActivate: bounce.canActivate,
  Subject: bounce.mail.subject,
})

/** `Bounce` and `SpamComplaint`; `content` is the raw mail, for hooks that ask for it. */
export const bouncePayload = (bounce: Bounce, content: string | null): Fields => ({
  RecordType: bounce.type === 'SpamComplaint' ? 'SpamComplaint' : 'Bounce',
  ...bounceRecord(bounce),
  Metadata: bounce.mail.metadata,
  ...(content === null ? {} : { Content: content }),
})

/** `SubscriptionChange` */
export const subscriptionPayload = (change: SubscriptionChange, at: number): Fields => ({
  RecordType: 'SubscriptionChange',
  MessageID: change.mail?.id ?? null,
  ServerID: serverId,
  MessageStream: change.stream,
  ChangedAt: utcSeconds(at),
  Recipient: change.recipient,
  Origin: change.origin,
  SuppressSending: change.reason !== null,
  SuppressionReason: change.reason,
  Tag: change.mail === null || change.mail.tag === '' ? null : change.mail.tag,
  Metadata: change.mail?.metadata ?? {},
})
