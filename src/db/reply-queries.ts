import type { Db } from './client.ts'

/** A reply with everything that assessing it needs. */
export type ReplyContext = {
  id: string
  messageId: string
  text: string
  createdAt: Date
  assessed: boolean
  contactId: string
  contactEmail: string
  jobTitle: string | null
  enrollmentId: string | null
  campaignId: string | null
  campaignName: string
  salesChannelId: string | null
  handoverScore: number
  clicks: number
  /** Replies of this person in the day before, this one included. */
  repliesInADay: number
}

/** Loads a reply with its campaign, contact and clicks; null when it is gone. */
export async function replyContext(db: Db, replyId: string): Promise<ReplyContext | null> {
  const reply = await db.reply.findUnique({
    where: { id: replyId },
    include: { contact: true, campaign: true, assessment: { select: { id: true } } },
  })
  if (!reply) return null
  const clicks = reply.enrollmentId
    ? await db.event.count({
        where: { type: 'clicked', machine: false, message: { enrollmentId: reply.enrollmentId } },
      })
    : 0
  const dayBefore = new Date(reply.createdAt.getTime() - 24 * 60 * 60 * 1000)
  const repliesInADay = await db.reply.count({
    where: { contactId: reply.contactId, kind: 'human', createdAt: { gt: dayBefore, lte: reply.createdAt } },
  })
  return {
    id: reply.id,
    messageId: reply.messageId,
    text: reply.text,
    createdAt: reply.createdAt,
    assessed: reply.assessment !== null,
    contactId: reply.contactId,
    contactEmail: reply.contact.email,
    jobTitle: reply.contact.jobTitle,
    enrollmentId: reply.enrollmentId,
    campaignId: reply.campaignId,
    campaignName: reply.campaign?.name ?? '',
    salesChannelId: reply.campaign?.salesChannelId ?? null,
    handoverScore: reply.campaign?.handoverScore ?? 100,
    clicks,
    repliesInADay,
  }
}
