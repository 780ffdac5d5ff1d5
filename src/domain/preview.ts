import { type MailText, plainText } from './mail-text.ts'
import { type MergeContact, mergeValues } from './merge-values.ts'

/** One mail as a contact would see it, or why they would not get it. */
export type CampaignPreview =
  | { kind: 'rendered'; contactId: string; to: string; subject: string; text: string }
  | { kind: 'missing'; contactId: string; to: string; fields: string[] }
  | { kind: 'failed'; contactId: string; to: string; reason: string }
  | { kind: 'nobody' }

/** What renders a template for one contact; the shape of ports/templates' prepared template. */
type Render = (
  values: Record<string, string>,
) =>
  | { kind: 'rendered'; subject: string; text: MailText }
  | { kind: 'missing'; fields: string[] }
  | { kind: 'failed'; reason: string }

/** The mail that `contact` would get. A preview belongs to no message, so it has no unsubscribe link to show. */
export function previewFor(
  contact: (MergeContact & { id: string }) | null,
  { render, senderName }: { render: Render; senderName: string },
): CampaignPreview {
  if (contact === null) return { kind: 'nobody' }
  const mail = render({
    ...mergeValues(contact),
    sender_name: senderName,
    unsubscribe_url: '(the unsubscribe link)',
  })
  const whose = { contactId: contact.id, to: contact.email }
  if (mail.kind === 'missing') return { kind: 'missing', ...whose, fields: mail.fields }
  if (mail.kind === 'failed') return { kind: 'failed', ...whose, reason: mail.reason }
  return { kind: 'rendered', ...whose, subject: mail.subject, text: plainText(mail.text) }
}
