import type { FoundMail } from '../domain/found-mails.ts'
import type { MailText } from '../domain/mail-text.ts'

/** One mail to one person, ready to go. */
export type OutgoingMail = {
  from: string
  to: string
  replyTo: string
  subject: string
  html?: MailText
  text: MailText
  headers: Readonly<Record<string, string>>
  /** Echoed in every webhook: `sendid` names the message, `attempt` the call. */
  metadata: { sendid: string; attempt: string }
  stream: MailStream
}

/** Bulk mail and one-to-one mail go through separate streams with separate reputations. */
export type MailStream = 'broadcast' | 'transactional'

/** What became of one mail of a call that was answered. */
export type MailOutcome =
  | { kind: 'accepted'; providerMessageId: string }
  /**
   * For good. `about`: what for, the person it is to, or something in the mail, which others may have in theirs too. A reason that
   * is about the person names their address, unless they are `inactive`.
   */
  | { kind: 'rejected'; code: number; reason: string; inactive: boolean; about: 'recipient' | 'mail' }
  /** Not taken for a fault of the sender or of the account: the person can be written to later. */
  | { kind: 'refused'; whose: 'sender' | 'account'; reason: string }
  /** The answer does not tell: the provider must be asked. */
  | { kind: 'unknown'; reason: string }

/**
 * What became of a call.
 * `refused`: certainly nothing was accepted, try again later. `forbidden`: neither, and trying again is useless until
 * somebody mends the settings; `sender-refused`: the same for mail from this sender alone. `unknown`: the provider may have everything or nothing.
 */
export type SendOutcome =
  | { kind: 'answered'; outcomes: MailOutcome[] }
  | { kind: 'refused'; reason: string }
  | { kind: 'forbidden'; reason: string }
  | { kind: 'sender-refused'; reason: string }
  | { kind: 'unknown'; reason: string }

/** Sends mail. Never throws for what a provider or the network does: every end is an outcome. */
export type Email = {
  /** At most 500 mails of one stream in one call; outcomes in the same order. */
  sendBatch: (mails: readonly OutgoingMail[]) => Promise<SendOutcome>
  /**
   * What the provider accepted under an attempt. Its index lags, so an empty answer proves nothing by itself.
   * Throws when the provider cannot be asked.
   */
  findByAttempt: (attempt: string, stream: MailStream) => Promise<FoundMail[]>
}
