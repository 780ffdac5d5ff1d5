import { contactName } from '../../domain/contact.ts'
import type { Deps } from '../deps.ts'

/** Shows what a lead wrote in the thread of their handover. */
export async function showConversationMessage(
  { db, chat }: Pick<Deps, 'db' | 'chat'>,
  { messageId }: { messageId: string },
): Promise<void> {
  const message = await db.message.findUnique({
    where: { id: messageId },
    include: { handover: true, contact: true },
  })
  // Posted already (the job ran before), or not part of a handover any more.
  if (!message?.handover || !message.contact || message.threadTs !== null) return
  const { channelId, cardTs } = message.handover
  if (cardTs === null) throw new Error('The card of this handover is not posted yet')
  const { contact } = message
  const said = await chat.say(
    { channelId, ts: cardTs },
    {
      kind: 'lead-wrote',
      name: contactName(contact),
      text: message.text ?? '',
      fromOtherAddress: message.address === contact.email ? null : message.address,
    },
  )
  await db.message.update({ where: { id: messageId }, data: { threadTs: said.ts } })
}
