import type { Accepted, Faults, Journal, Webhooks } from './watch-types.ts'
import type {
  BounceKind,
  Header,
  InboundStatus,
  MailEvent,
  StreamKind,
  UnsubscribeHandling,
} from './words.ts'

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
  /**
   * False keeps only what searches and webhooks need (no bodies, headers, Message-ID or Reply-To), for
   * benchmarks of a million mails.
   */
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
  /** Stops the clock; `advance` still moves it. */
  pauseClock(): void
  /** `speed` 60: a minute a second. */
  resumeClock(speed?: number): void
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
  /** `undeliverable`: sent to an address whose mail does not come to this server. */
  readonly status: InboundStatus
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
