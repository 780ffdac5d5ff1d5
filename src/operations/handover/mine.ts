import { contactName } from '../../domain/contact.ts'
import type { HandoverStatus } from '../../domain/handover.ts'
import type { Deps } from '../deps.ts'

/** A handover as a line of a list. */
export type HandoverLine = {
  id: string
  contactName: string
  company: string | null
  leadScore: number
  status: HandoverStatus
  channelId: string
  cardTs: string | null
  createdAt: Date
}

/** The handovers that this person holds, or those nobody has claimed: newest first, at most 20. */
export async function listHandovers(
  { db }: Pick<Deps, 'db'>,
  { slackUserId, which }: { slackUserId: string; which: 'mine' | 'open' },
): Promise<HandoverLine[]> {
  const handovers = await db.handover.findMany({
    where: which === 'open' ? { status: 'open' } : { status: 'claimed', claimedBy: { slackUserId } },
    include: { contact: true },
    orderBy: { id: 'desc' },
    take: 20,
  })
  return handovers.map(({ id, contact, leadScore, status, channelId, cardTs, createdAt }) => ({
    id,
    contactName: contactName(contact),
    company: contact.company,
    leadScore,
    status,
    channelId,
    cardTs,
    createdAt,
  }))
}
