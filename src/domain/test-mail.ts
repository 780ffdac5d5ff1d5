import { formatSender, internetMessageId, type MailParts, type SequenceMail } from './mail.ts'

/**
 * Writes a mail of a sequence as a test for a member: marked as one, apart from the bulk mail, answered to the sender,
 * and without the headers by which a mail program offers to unsubscribe.
 */
export function testMail(mail: Omit<SequenceMail, 'replyTo' | 'unsubscribeUrl'>): MailParts {
  const { messageId, attempt, sender, to, content } = mail
  return {
    from: formatSender(sender),
    to,
    replyTo: sender.email,
    subject: `[Test] ${content.subject}`,
    html: content.html,
    text: content.text,
    headers: { 'Message-ID': internetMessageId(messageId, sender.email) },
    metadata: { sendid: messageId, attempt },
    stream: 'transactional',
  }
}
