import { contactName } from '../../domain/contact.ts'
import type { ThreadNote } from '../../ports/chat.ts'
import type { Deps } from '../deps.ts'

/** Says in a handover's thread what somebody did with it: `by` (a Slack user), or its holder. */
export async function noteHandover(
  { db, chat }: Pick<Deps, 'db' | 'chat'>,
  { handoverId, note, by }: { handoverId: string; note: 'claimed' | 'won' | 'lost'; by?: string | undefined },
): Promise<void> {
  const handover = await db.handover.findUnique({
    where: { id: handoverId },
    include: { contact: true, claimedBy: true },
  })
  if (!handover?.claimedBy) return
  // The card is posted by another job; without it there is no thread yet.
  if (handover.cardTs === null) throw new Error('The card of this handover is not posted yet')
  const { contact } = handover
  const { slackUserId } = handover.claimedBy
  const name = contactName(contact)
  const said: ThreadNote =
    note === 'claimed'
      ? { kind: 'claimed', slackUserId, name, email: contact.email, phone: contact.phone }
      : { kind: 'closed', slackUserId: by ?? slackUserId, status: note }
  await chat.say({ channelId: handover.channelId, ts: handover.cardTs }, said)
}
