import type { StreamOption } from './types.ts'
import type {
  Header,
  InboundStatus,
  MailEvent,
  StreamKind,
  SuppressionOrigin,
  SuppressionReason,
  UnsubscribeHandling,
} from './words.ts'

/** An accepted mail. Bodies, headers and attachments are empty when bodies are not kept. */
export type StoredMail = {
  readonly id: string
  readonly messageId: string
  readonly stream: string
  readonly from: string
  to: string
  readonly cc: string
  readonly bcc: string
  readonly replyTo: string
  subject: string
  readonly tag: string
  html: string
  text: string
  readonly headers: readonly Header[]
  readonly attachments: readonly { readonly name: string; readonly contentType: string }[]
  readonly metadata: Readonly<Record<string, string>>
  readonly trackOpens: boolean
  readonly trackLinks: string
  readonly acceptedAt: number
  /** From when searches find it. */
  readonly searchableAt: number
  /** Replaced, never changed: mails delivered together share one list. */
  events: readonly MailEvent[]
  /** Erased at a person's request: still counted, no longer found. */
  removed: boolean
}

/** A mail that came in. */
export type StoredInbound = {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly receivedAt: number
  readonly inReplyTo: string | null
  readonly payload: Readonly<Record<string, unknown>>
  status: InboundStatus
}

/** A message stream. */
export type Stream = {
  readonly id: string
  readonly kind: StreamKind
  name: string
  description: string
  unsubscribe: UnsubscribeHandling
  readonly createdAt: number
  updatedAt: number
  archivedAt: number | null
}

/** An address that is inactive on one stream. */
export type Suppression = {
  readonly email: string
  readonly reason: SuppressionReason
  readonly origin: SuppressionOrigin
  readonly createdAt: number
}

/** A bounce or spam complaint, numbered as in the Bounces API. */
export type Bounce = {
  readonly id: number
  readonly mail: StoredMail
  readonly recipient: string
  readonly type: string
  readonly typeCode: number
  readonly name: string
  readonly description: string
  readonly details: string
  readonly at: number
  readonly canActivate: boolean
  inactive: boolean
}

const defaultStreams: readonly StreamOption[] = [
  { id: 'outbound', kind: 'Transactional' },
  { id: 'broadcast', kind: 'Broadcasts', unsubscribe: 'Custom' },
  { id: 'inbound', kind: 'Inbound' },
]

/** A new stream; only broadcasts need unsubscribe handling, and get Postmark's own unless told. */
export const newStream = (option: StreamOption, at: number): Stream => ({
  id: option.id,
  kind: option.kind,
  name: option.id,
  description: '',
  unsubscribe: option.unsubscribe ?? (option.kind === 'Broadcasts' ? 'Postmark' : 'None'),
  createdAt: at,
  updatedAt: at,
  archivedAt: null,
})

export const createStreams = (
  options: readonly StreamOption[] | undefined,
  at: number,
): Map<string, Stream> =>
  new Map((options ?? defaultStreams).map((option) => [option.id, newStream(option, at)]))
