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
  content: { subject: string; html: string; text: string }
}

/** A mail as the provider is given it; the shape of ports/email's OutgoingMail. */
export type MailParts = {
  from: string
  to: string
  replyTo: string
  subject: string
  html?: string
  text: string
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
  return [...header.matchAll(/<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@[^<>\s]{1,255}>/gi)].map(
    (match) => String(match[1]).toLowerCase(),
  )
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

// Postmark keeps a Message-ID of ours only beside this header (documented for SMTP, harmless over REST).
function ownMessageId(messageId: string, senderEmail: string): Record<string, string> {
  return { 'Message-ID': internetMessageId(messageId, senderEmail), 'X-PM-KeepID': 'true' }
}

/** One line of a conversation between a rep and a lead. */
export type ConversationMail = Omit<SequenceMail, 'content' | 'unsubscribeUrl'> & {
  subject: string
  text: string
  /** Message-IDs of the conversation so far, oldest first, in angle brackets. */
  references: readonly string[]
}

/** Writes a conversation mail: one-to-one stream, in the thread of the mails before it. */
export function conversationMail(mail: ConversationMail): MailParts {
  const last = mail.references.at(-1)
  return {
    from: formatSender(mail.sender),
    to: mail.to,
    replyTo: mail.replyTo,
    subject: /^re:/i.test(mail.subject) ? mail.subject : `Re: ${mail.subject}`,
    text: mail.text,
    headers: {
      ...ownMessageId(mail.messageId, mail.sender.email),
      ...(last === undefined ? {} : { 'In-Reply-To': last, References: mail.references.join(' ') }),
    },
    metadata: { sendid: mail.messageId, attempt: mail.attempt },
    stream: 'transactional',
  }
}
