import type { Sender } from '../domain/mail.ts'
import type { Db } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'

/**
 * Takes one conversation message out of the line and puts it under an attempt, in one statement. An address that has
 * bounced, complained or been rejected meanwhile is not written to. One that unsubscribed is: that ends campaigns, and
 * here a person answers somebody who wrote. Returns when it was written, or null when there is nothing to send.
 */
export async function claimConversationMessage(
  db: Db,
  { messageId, attempt, now }: { messageId: string; attempt: string; now: Date },
): Promise<Date | null> {
  const [row] = await db.$queryRaw<{ state: string; createdAt: Date }[]>(Prisma.sql`
    UPDATE message m
    SET state = (CASE WHEN s.reason IS NULL THEN 'sending' ELSE 'skipped' END)::"MessageState",
        reason = s.reason, attempt = ${attempt}::uuid, attempts = m.attempts + 1, claimed_at = ${now}
    FROM message o LEFT JOIN suppression s ON s.channel = 'email' AND s.address = lower(o.address)
      AND s.reason <> 'unsubscribed'
    WHERE m.id = ${messageId}::uuid AND o.id = m.id AND m.state = 'queued' AND m.purpose = 'conversation'
    RETURNING m.state::text AS state, m.created_at AS "createdAt"`)
  return row?.state === 'sending' ? row.createdAt : null
}

/** A mail of a conversation before this one. */
type EarlierMail = { id: string; internetMessageId: string | null }

/** What it takes to write the next mail of a conversation. */
export type ConversationSoFar = {
  sender: Sender
  to: string
  text: string
  replyToken: string
  subject: string
  /** The latest 50, oldest first. */
  earlier: EarlierMail[]
}

/** Loads a conversation up to a message: who writes, where answers arrive and what it answers. */
export async function conversationSoFar(db: Db, messageId: string): Promise<ConversationSoFar> {
  const message = await db.message.findUniqueOrThrow({
    where: { id: messageId },
    include: {
      member: true,
      handover: {
        include: {
          enrollment: { include: { campaignVersion: true } },
          reply: { include: { message: true } },
        },
      },
    },
  })
  const handover = message.handover
  if (!handover) throw new Error(`Message ${messageId} belongs to no handover`)
  const latestFirst = await db.message.findMany({
    where: {
      OR: [{ enrollmentId: handover.enrollmentId }, { handoverId: handover.id }],
      id: { lt: messageId },
      state: { in: ['sent', 'received'] },
    },
    select: { id: true, internetMessageId: true },
    orderBy: { id: 'desc' },
    take: 50,
  })
  const { senderEmail, senderName } = handover.enrollment.campaignVersion
  return {
    // The address stays the campaign's, which the provider knows; the name is the rep's, who is writing now.
    sender: { name: message.member?.name ?? senderName, email: senderEmail },
    to: message.address,
    text: message.text ?? '',
    replyToken: handover.enrollment.replyToken,
    subject: handover.reply.message.subject ?? '',
    earlier: latestFirst.toReversed(),
  }
}
