import type { Db } from '../../db/client.ts'
import { contactName } from '../../domain/contact.ts'
import type { CardPlace, HandoverCard } from '../../ports/chat.ts'
import type { Deps } from '../deps.ts'

/** Draws a handover's card as its row is now: run it as often as you like. */
export async function showHandover(
  { db, chat }: Pick<Deps, 'db' | 'chat'>,
  { handoverId }: { handoverId: string },
): Promise<void> {
  const loaded = await loadCard(db, handoverId)
  if (!loaded) return
  const at = await chat.showHandover(loaded.card, loaded.place)
  // A card that was deleted is posted anew, and its thread is then the one where the holder writes.
  if (at.ts !== loaded.place.ts) {
    await db.handover.updateMany({
      where: { id: handoverId, cardTs: loaded.place.ts },
      data: { channelId: at.channelId, cardTs: at.ts },
    })
  }
}

async function loadCard(
  db: Db,
  handoverId: string,
): Promise<{ card: HandoverCard; place: CardPlace } | null> {
  const handover = await db.handover.findUnique({
    where: { id: handoverId },
    include: { contact: true, campaign: true, reply: { include: { message: true } }, claimedBy: true },
  })
  if (!handover) return null
  const { contact, claimedBy, claimedAt } = handover
  const card: HandoverCard = {
    id: handover.id,
    status: handover.status,
    campaignName: handover.campaign.name,
    leadScore: handover.leadScore,
    reasons: handover.reasons,
    contact: {
      name: contactName(contact),
      email: contact.email,
      company: contact.company,
      jobTitle: contact.jobTitle,
      phone: contact.phone,
      country: contact.country,
    },
    reply: handover.reply.text,
    repliedFrom: handover.reply.message.address === contact.email ? null : handover.reply.message.address,
    claimedBy: claimedBy && claimedAt ? { slackUserId: claimedBy.slackUserId, at: claimedAt } : null,
    closedAt: handover.closedAt,
    createdAt: handover.createdAt,
  }
  return { card, place: { channelId: handover.channelId, ts: handover.cardTs } }
}
