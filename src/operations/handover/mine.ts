import type { Prisma } from '../../db/generated/prisma/client.ts'
import { contactName } from '../../domain/contact.ts'
import type { HandoverStatus } from '../../domain/handover.ts'
import { channelsIn } from '../../domain/permission.ts'
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

/** A list of handovers, and how many belong in it but are in channels that the person, or Baton, is not in. */
export type HandoverList = { handovers: HandoverLine[]; elsewhere: number }

/**
 * The handovers that this person holds, or those nobody has claimed, of the channels they are in: newest first, at
 * most 20.
 * @throws Refusal when Slack does not say which channels those are
 */
export async function listHandovers(
  { db, chat }: Pick<Deps, 'db' | 'chat'>,
  { slackUserId, which }: { slackUserId: string; which: 'mine' | 'open' },
): Promise<HandoverList> {
  const wanted: Prisma.HandoverWhereInput =
    which === 'open' ? { status: 'open' } : { status: 'claimed', claimedBy: { slackUserId } }
  const places = await db.handover.groupBy({ by: ['channelId'], where: wanted, _count: { id: true } })
  const answers = places.map(async ({ channelId }) => ({
    channelId,
    isMember: await chat.isChannelMember(slackUserId, channelId).catch(() => null),
  }))
  const channelIds = channelsIn(await Promise.all(answers))
  const handovers = await db.handover.findMany({
    where: { ...wanted, channelId: { in: channelIds } },
    include: { contact: true },
    orderBy: { id: 'desc' },
    take: 20,
  })
  const hidden = places.filter(({ channelId }) => !channelIds.includes(channelId))
  const lines = handovers.map(({ id, contact, leadScore, status, channelId, cardTs, createdAt }) => ({
    id,
    contactName: contactName(contact),
    company: contact.company,
    leadScore,
    status,
    channelId,
    cardTs,
    createdAt,
  }))
  return { handovers: lines, elsewhere: hidden.reduce((sum, { _count }) => sum + _count.id, 0) }
}
