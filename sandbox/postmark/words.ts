/** A mail header, in Postmark's own spelling. */
export type Header = { readonly Name: string; readonly Value: string }

/** Postmark's MessageStreamType. */
export type StreamKind = 'Transactional' | 'Broadcasts' | 'Inbound'

/** Who looks after unsubscribing on a stream. */
export type UnsubscribeHandling = 'None' | 'Postmark' | 'Custom'

/** Why an address is inactive on a stream. */
export type SuppressionReason = 'HardBounce' | 'SpamComplaint' | 'ManualSuppression'

/** Who caused a suppression. */
export type SuppressionOrigin = 'Recipient' | 'Customer' | 'Admin'

/** The bounces a person can cause by hand. */
export type BounceKind = 'hard' | 'soft' | 'auto-responder'

/** Something that happened to an accepted mail; `at` in epoch milliseconds. */
export type MailEvent = {
  readonly kind: 'delivered' | 'opened' | 'clicked' | 'bounced' | 'complained' | 'unsubscribed'
  readonly at: number
  /** The bounce's type, the link's URL, or empty. */
  readonly detail: string
}

/** `undeliverable` is the stand-in's own: the address is not one of this server's. */
export type InboundStatus = 'queued' | 'processed' | 'failed' | 'undeliverable'
