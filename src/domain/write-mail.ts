import { type MailParts, replyAddress, type Sender, sequenceMail } from './mail.ts'
import type { MailText } from './mail-text.ts'
import { type MergeContact, mergeValues } from './merge-values.ts'
import { settled, type Settlement } from './message.ts'

/** A claimed message, as far as writing it needs it. */
export type ToWrite = {
  messageId: string
  address: string
  replyToken: string
  variant: number
  contact: MergeContact
}

/** Renders one variant for one contact; the shape of ports/templates' prepared template. */
export type Render = (
  values: Record<string, string>,
) =>
  | { kind: 'rendered'; subject: string; html: MailText; text: MailText }
  | { kind: 'missing'; fields: string[] }
  | { kind: 'failed'; reason: string }

/** What all mails of a step have in common. `renders` by the variant's position. */
export type Writing = {
  sender: Sender
  inboundAddress: string
  unsubscribeLink: (messageId: string) => string
  renders: ReadonlyMap<number, Render>
}

/** Writes the mails of a step, one after the other: each a mail, or why it is not sent. */
export function mailWriter({ sender, inboundAddress, unsubscribeLink, renders }: Writing) {
  return (
    { messageId, address, replyToken, variant, contact }: ToWrite,
    attempt: string,
  ): MailParts | Settlement => {
    const render = renders.get(variant)
    if (!render) throw new Error(`The step has no variant ${variant}`)
    const unsubscribeUrl = unsubscribeLink(messageId)
    const content = render({
      ...mergeValues(contact),
      sender_name: sender.name,
      unsubscribe_url: unsubscribeUrl,
    })
    if (content.kind === 'missing')
      return settled(messageId, 'skipped', `missing ${content.fields.join(', ')}`)
    if (content.kind === 'failed')
      return settled(messageId, 'skipped', `cannot be written: ${content.reason}`)
    const replyTo = replyAddress(inboundAddress, replyToken)
    return sequenceMail({ messageId, attempt, sender, to: address, replyTo, unsubscribeUrl, content })
  }
}
