import type { MailText } from './mail-text.ts'

/** Who a mail is from. */
export type Sender = { name: string; email: string }

/** A mail of a sequence before it is handed over. */
export type SequenceMail = {
  messageId: string
  attempt: string
  sender: Sender
  to: string
  replyTo: string
  unsubscribeUrl: string
  content: { subject: string; html: MailText; text: MailText }
}

/** A mail as the provider is given it; the shape of ports/email's OutgoingMail. */
export type MailParts = {
  from: string
  to: string
  replyTo: string
  subject: string
  html?: MailText
  text: MailText
  headers: Record<string, string>
  metadata: { sendid: string; attempt: string }
  stream: 'broadcast' | 'transactional'
}

/**
 * The Message-ID of one of our mails: the same over all attempts, so that a second copy could be recognised.
 * In angle brackets, under the sender's domain.
 */
export function internetMessageId(messageId: string, senderEmail: string): string {
  return `<${messageId}@${senderEmail.slice(senderEmail.lastIndexOf('@') + 1)}>`
}

/** The message that an In-Reply-To or References header names, when it is one of ours (any domain). */
export function messageIdsIn(header: string): string[] {
  // A header may hold thousands; the latest are the ones that matter.
  return [
    ...header.slice(-20_000).matchAll(/<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@[^<>\s]{1,255}>/gi),
  ].map((match) => String(match[1]).toLowerCase())
}

/** Where answers to a conversation arrive: the inbound address with the conversation's token after a plus. */
export function replyAddress(inboundAddress: string, replyToken: string): string {
  const at = inboundAddress.lastIndexOf('@')
  return `${inboundAddress.slice(0, at)}+${replyToken}${inboundAddress.slice(at)}`
}

/** `"Name" <address>`, the name quoted so that no character of it can be read as part of the address. */
export function formatSender({ name, email }: Sender): string {
  const safe = name.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').replace(/["\\]/g, "'")
  return `"${safe.trim()}" <${email}>`
}

/** Writes a sequence mail: bulk stream, one-click unsubscribe (RFC 8058), our own Message-ID. */
export function sequenceMail(mail: SequenceMail): MailParts {
  return {
    from: formatSender(mail.sender),
    to: mail.to,
    replyTo: mail.replyTo,
    subject: mail.content.subject,
    html: mail.content.html,
    text: mail.content.text,
    headers: {
      ...ownMessageId(mail.messageId, mail.sender.email),
      'List-Unsubscribe': `<${mail.unsubscribeUrl}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
    metadata: { sendid: mail.messageId, attempt: mail.attempt },
    stream: 'broadcast',
  }
}

function ownMessageId(messageId: string, senderEmail: string): Record<string, string> {
  return { 'Message-ID': internetMessageId(messageId, senderEmail) }
}

/** One line of a conversation between a rep and a lead. */
export type ConversationMail = Omit<SequenceMail, 'content' | 'unsubscribeUrl'> & {
  subject: string
  text: string
  /** Message-IDs of the conversation so far, oldest first, in angle brackets. */
  references: readonly string[]
}

/**
 * The Message-ID of somebody else's mail as far as it may stand in a header of ours: printable ASCII, in angle brackets,
 * at most 252 characters. Else null.
 */
export function usableMessageId(text: string): string | null {
  const id = text.trim()
  return /^<[\x21-\x3b\x3d\x3f-\x7e]{1,250}>$/.test(id) ? id : null
}

// Long threads are known by their first mail and the latest few (RFC 5322 leaves the middle out first, too).
function threadOf(references: readonly string[]): string[] {
  return references.length <= 11 ? [...references] : [...references.slice(0, 1), ...references.slice(-10)]
}

// The lead wrote it, so it may hold anything; a line feed would begin a header.
function answerSubject(subject: string): string {
  const line = subject
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, 200)
  return /^re:/i.test(line) ? line : `Re: ${line}`
}

/** Writes a conversation mail: one-to-one stream, in the thread of the mails before it. */
export function conversationMail(mail: ConversationMail): MailParts {
  const references = threadOf(mail.references)
  const last = references.at(-1)
  return {
    from: formatSender(mail.sender),
    to: mail.to,
    replyTo: mail.replyTo,
    subject: answerSubject(mail.subject),
    text: [mail.text],
    headers: {
      ...ownMessageId(mail.messageId, mail.sender.email),
      ...(last === undefined ? {} : { 'In-Reply-To': last, References: references.join(' ') }),
    },
    metadata: { sendid: mail.messageId, attempt: mail.attempt },
    stream: 'transactional',
  }
}
