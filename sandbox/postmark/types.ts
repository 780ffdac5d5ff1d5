import type { BounceKind, Header, MailEvent, StreamKind, UnsubscribeHandling } from './words.ts'

/** How to start the stand-in. Times are milliseconds. */
export type PostmarkOptions = {
  /** 0 or left out: the system picks a free port. */
  readonly port?: number
  readonly serverToken: string
  readonly accountToken: string
  /** Epoch milliseconds; the stand-in's clock runs on it, plus whatever `advance` added. */
  readonly now?: () => number
  /** Verified domains: any address at one may be a From. */
  readonly domains?: readonly string[]
  /** Confirmed single-address sender signatures. */
  readonly signatures?: readonly string[]
  /** Default: `outbound`, `broadcast` (unsubscribe handling `Custom`) and `inbound`. */
  readonly streams?: readonly StreamOption[]
  /** The server's inbound address; a `+hash` is added per thread. Default `hash@inbound.postmarkapp.com`. */
  readonly inboundAddress?: string
  /** Where webhooks go; userinfo in a URL becomes Basic authorisation. */
  readonly hooks?: HookTargets
  /** False keeps only what searches and webhooks need, for benchmarks of a million mails. */
  readonly keepBodies?: boolean
  /** Seeds every random decision (fault probability, lag functions, shuffling). */
  readonly seed?: number
} & Partial<PostmarkSettings>

/** One message stream of the server. */
export type StreamOption = {
  readonly id: string
  readonly kind: StreamKind
  readonly unsubscribe?: UnsubscribeHandling
}

/** Where events (all kinds, all sending streams) and inbound mail are posted. */
export type HookTargets = { readonly eventsUrl?: string; readonly inboundUrl?: string }

/** Behaviour that may be changed while running. */
export type PostmarkSettings = {
  /** How long an accepted mail stays invisible to searches; a function is asked once per mail. */
  indexLagMs: number | ((random: () => number) => number)
  /** Whether every accepted mail is reported as delivered. */
  automaticDelivery: boolean
  /** From acceptance to the Delivery event. */
  deliveryLatencyMs: number
  /** Added to every API answer. */
  answerLatencyMs: number
  /** Both wordings of error 406 have been seen on the real service. */
  inactiveWording: 'one-line' | 'newlines'
  /** Each webhook is posted this many times more, with the same trace id. */
  duplicateWebhooks: number
  /** Webhook posts in flight at once. */
  webhookConcurrency: number
  /** How long a webhook receiver may take; real time. */
  eventTimeoutMs: number
  inboundTimeoutMs: number
}

/** A running stand-in. */
export type PostmarkStandIn = {
  readonly port: number
  /** `http://127.0.0.1:<port>` */
  readonly url: string
  readonly inbox: Inbox
  readonly faults: Faults
  readonly journal: Journal
  readonly accepted: Accepted
  readonly webhooks: Webhooks
  /** Changed by assignment, at any time. */
  readonly settings: PostmarkSettings
  /** Epoch milliseconds on the stand-in's clock. */
  now(): number
  /** Moves the clock and runs everything that became due, in order of time. */
  advance(ms: number): void
  /** Points events and inbound mail at a receiver that was not known at the start. */
  connect(targets: HookTargets): void
  /** Forgets mails, suppressions, faults and the journal; keeps tokens, streams and hooks. */
  reset(): void
  stop(): Promise<void>
}

/** A mail as its recipient sees it, with what Postmark knows about it. */
export type Mail = MailSummary & {
  readonly html: string
  readonly text: string
  /** As received, with the stream's unsubscribe headers. */
  readonly headers: readonly Header[]
  readonly metadata: Readonly<Record<string, string>>
  readonly attachments: readonly { readonly name: string; readonly contentType: string }[]
  readonly trackOpens: boolean
  readonly trackLinks: string
  readonly events: readonly MailEvent[]
}

/** One line of an inbox. */
export type MailSummary = {
  /** Postmark's MessageID (a UUID), not the RFC one. */
  readonly id: string
  /** The RFC Message-ID, in angle brackets. */
  readonly messageId: string
  readonly stream: string
  readonly from: string
  readonly to: string
  readonly replyTo: string
  readonly subject: string
  readonly tag: string
  /** Epoch milliseconds. */
  readonly acceptedAt: number
  /** The kinds of event so far, in order. */
  readonly happened: readonly MailEvent['kind'][]
}

/** A link of a mail; `tracked` tells whether Postmark would report a click on it. */
export type MailLink = { readonly url: string; readonly text: string; readonly tracked: boolean }

/** A mail that a person sent to us; `payload` is what the inbound webhook carries. */
export type InboundMail = {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly receivedAt: number
  readonly status: 'queued' | 'processed' | 'failed'
  /** Postmark's id of the mail it answers, when it answers one. */
  readonly inReplyTo: string | null
  readonly payload: Readonly<Record<string, unknown>>
}

/** What an action led to: the webhook kinds queued (none when Postmark would not notice) and why. */
export type Happening = { readonly webhooks: readonly string[]; readonly note: string }

/** What a person can do to a mail. Every verb throws `UnknownMailError` for an id that is not there. */
export type Inbox = {
  /** Newest first; `to` matches one address, case ignored. */
  list(filter?: { readonly to?: string; readonly limit?: number }): readonly MailSummary[]
  mail(id: string): Mail
  links(id: string): readonly MailLink[]
  /** Mails that people sent to us, newest first. */
  sent(filter?: { readonly from?: string; readonly limit?: number }): readonly InboundMail[]
  /** `machine`: a privacy proxy or scanner, not a person. */
  open(id: string, how?: { readonly machine?: boolean }): Happening
  click(id: string, url: string, how?: { readonly machine?: boolean }): Happening
  reply(id: string, answer: Answer): InboundMail
  outOfOffice(id: string, answer?: Partial<Answer>): InboundMail
  bounce(id: string, kind: BounceKind): Happening
  complain(id: string): Happening
  /** Postmark handling: its own page. Custom: the one-click POST of RFC 8058, else the visible link. */
  unsubscribe(id: string): Promise<Happening>
  sendNew(mail: NewMail): InboundMail
}

/** A person's answer; `fromOther` sends it from another address than the one written to. */
export type Answer = {
  readonly text: string
  readonly subject?: string
  readonly fromOther?: string
  readonly headers?: readonly Header[]
}

/** A mail that answers nothing. */
export type NewMail = {
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly headers?: readonly Header[]
}

/** What a fault does instead of, or after, the normal answer. */
export type FaultReply =
  | { readonly status: number; readonly errorCode: number; readonly message: string }
  /** Never answered, nothing accepted. */
  | 'timeout'
  /** Connection dropped, nothing accepted. */
  | 'reset'
  | 'accept-then-reset'
  | 'accept-then-hang'
  /** 200 with HTML, with nothing, with JSON of another shape. */
  | 'html200'
  | 'empty200'
  | 'nonsense200'
  /** Accepted; the answer breaks off in the middle. */
  | 'truncate'
  | 'rate-limit'
  /** Accepted, with the success body of an incident: no ErrorCode. */
  | 'delayed'

/**
 * A fault to inject. `path` and `recipient` match whole, or as a prefix when they end in `*`.
 * A fault with `recipient` and an error reply fails that message alone, inside a batch too.
 * `times` defaults to 1, or to no limit when `probability` (0 to 1) is given.
 * `afterAccept` carries the request out before the fault answers.
 */
export type Fault = {
  readonly match?: { readonly method?: string; readonly path?: string; readonly recipient?: string }
  readonly times?: number
  readonly probability?: number
  readonly reply: FaultReply
  readonly afterAccept?: boolean
}

/** The faults in force. */
export type Faults = {
  /** Returns what takes it away again. */
  add(fault: Fault): () => void
  clear(): void
}

/** One API request as it was answered; `status` 0: the connection was dropped or left hanging. */
export type RequestEntry = {
  readonly kind: 'request'
  readonly seq: number
  readonly at: number
  readonly method: string
  /** With the query. */
  readonly path: string
  readonly status: number
  readonly errorCode: number
  /** Name of the fault that struck, when one did. */
  readonly fault: string | null
  /** Left out for large bodies. */
  readonly body?: unknown
  readonly answer?: unknown
}

/** One POST of a webhook. */
export type WebhookAttempt = {
  readonly kind: 'webhook'
  readonly seq: number
  readonly at: number
  readonly traceId: string
  /** Delivery, Open, …, or `Inbound`. */
  readonly recordType: string
  /** Without userinfo. */
  readonly url: string
  /** 1 for the first try. */
  readonly attempt: number
  readonly retriesRemaining: number
  /** 0: no HTTP answer; see `error`. */
  readonly status: number
  readonly error: string | null
  readonly outcome: 'delivered' | 'will-retry' | 'dropped'
  readonly payload: Readonly<Record<string, unknown>>
}

/** What went in and out; the oldest entries are dropped after some thousands. */
export type Journal = {
  requests(): readonly RequestEntry[]
  attempts(): readonly WebhookAttempt[]
  /** Returns what removes the listener. */
  onChange(listener: (entry: RequestEntry | WebhookAttempt) => void): () => void
}

/** For invariants: how often Postmark accepted each `Metadata.sendid`. */
export type Accepted = {
  total(): number
  count(sendid: string): number
  counts(): ReadonlyMap<string, number>
}

/** The outgoing side. */
export type Webhooks = {
  /** Resolves when nothing is being posted or waiting to be posted now (later retries may remain). */
  idle(): Promise<void>
  /** Waiting now, in flight, and waiting for a later retry. */
  pending(): { readonly queued: number; readonly inFlight: number; readonly retrying: number }
  /** Posts again everything that was posted under this trace id. */
  repeat(traceId: string): void
  /** Holds events back until `resume`, which may post them in another order. */
  pause(): void
  resume(how?: { readonly order: 'as-happened' | 'reversed' | 'shuffled' }): void
}
