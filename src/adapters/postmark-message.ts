import { type Message, Models } from 'postmark'
import { plainText } from '../domain/mail-text.ts'
import type { MailStream, OutgoingMail } from '../ports/email.ts'

/** Postmark's ids of the two streams. */
export type StreamIds = { broadcastStream: string; transactionalStream: string }

/** Postmark's id of a stream. */
export function streamId(stream: MailStream, ids: StreamIds): string {
  return stream === 'broadcast' ? ids.broadcastStream : ids.transactionalStream
}

/** A mail in Postmark's shape. */
export function postmarkMessage(mail: OutgoingMail, ids: StreamIds): Message {
  return {
    ...postmarkEnvelope(mail, ids),
    TextBody: plainText(mail.text),
    ...(mail.html === undefined ? {} : { HtmlBody: plainText(mail.html) }),
  }
}

/** All of it but the texts. Opens and clicks are followed in campaigns only, not in a person's own letters. */
export function postmarkEnvelope(
  mail: Omit<OutgoingMail, 'text' | 'html'>,
  ids: StreamIds,
): Omit<Message, 'TextBody' | 'HtmlBody'> {
  const isBroadcast = mail.stream === 'broadcast'
  return {
    From: mail.from,
    To: mail.to,
    ReplyTo: mail.replyTo,
    Subject: mail.subject,
    Headers: postmarkHeaders(mail.headers),
    Metadata: { attempt: mail.metadata.attempt, sendid: mail.metadata.sendid },
    TrackOpens: isBroadcast,
    TrackLinks: isBroadcast ? Models.LinkTrackingOptions.HtmlAndText : Models.LinkTrackingOptions.None,
    MessageStream: streamId(mail.stream, ids),
  }
}

// Whether REST keeps a Message-ID of ours without X-PM-KeepID is documented for SMTP only; with it, both do.
function postmarkHeaders(headers: OutgoingMail['headers']): { Name: string; Value: string }[] {
  const list = Object.entries(headers).map(([name, value]) => ({ Name: name, Value: value }))
  const bringsId = list.some(({ Name }) => Name.toLowerCase() === 'message-id')
  return bringsId ? [...list, { Name: 'X-PM-KeepID', Value: 'true' }] : list
}
