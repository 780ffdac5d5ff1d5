import type { MatchedBy } from '../domain/reply.ts'
import type { Tx } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'

/** The conversation that an inbound mail belongs to. */
export type Conversation = {
  enrollmentId: string | null
  campaignId: string | null
  contactId: string
  contactEmail: string
  /** The handover that somebody is working on, if there is one. */
  handoverId: string | null
  matchedBy: MatchedBy
}

/** What an inbound mail says about where it belongs, strongest sign first. */
export type Signs = {
  token: string
  inReplyTo: readonly string[]
  references: readonly string[]
  from: string
}

/**
 * Finds the conversation of an inbound mail: by the token in the reply address, by the mail it answers, or, weakly, by
 * the sender's address. Null when it belongs to nobody we know.
 */
export async function findConversation(tx: Tx, signs: Signs): Promise<Conversation | null> {
  const bySign: [MatchedBy, Prisma.Sql][] = [
    ['mailbox-hash', byToken(signs.token.toLowerCase())],
    ['in-reply-to', byMessages(signs.inReplyTo)],
    ['references', byMessages(signs.references)],
    ['address', byAddress(signs.from)],
  ]
  for (const [matchedBy, found] of bySign) {
    const [row] = await tx.$queryRaw<Omit<Conversation, 'matchedBy'>[]>(conversationSql(found))
    if (row) return { ...row, matchedBy }
  }
  return null
}

const shapeOfId = /^[0-9a-f]{32}$/

// What enrollment.reply_token is made of: by primary key, or by enrollment_earlier_token_key.
const byToken = (token: string) => Prisma.sql`
  SELECT e.id, e.contact_id FROM enrollment e WHERE e.earlier_token = ${token}
  UNION ALL
  SELECT e.id, e.contact_id FROM enrollment e
  WHERE e.id = ${shapeOfId.test(token) ? token : null}::uuid AND e.earlier_token IS NULL`

// Primary key of message; a conversation message carries no enrollment, its handover does.
const byMessages = (ids: readonly string[]) => Prisma.sql`
  SELECT COALESCE(m.enrollment_id, h.enrollment_id) AS id, m.contact_id
  FROM message m LEFT JOIN handover h ON h.id = m.handover_id
  WHERE m.id = ANY (${[...ids]}::uuid[]) AND m.contact_id IS NOT NULL ORDER BY m.id DESC LIMIT 1`

// The latest enrollment of the person with this address (contact_email_key, enrollment_contact_id_id_key).
const byAddress = (from: string) => Prisma.sql`
  SELECT e.id, c.id AS contact_id FROM contact c LEFT JOIN enrollment e ON e.contact_id = c.id
  WHERE c.email = ${from} ORDER BY e.id DESC NULLS LAST LIMIT 1`

const conversationSql = (found: Prisma.Sql) => Prisma.sql`
  SELECT f.id AS "enrollmentId", e.campaign_id AS "campaignId", c.id AS "contactId", c.email AS "contactEmail",
    (SELECT h.id FROM handover h WHERE h.contact_id = c.id AND h.status IN ('open', 'claimed')) AS "handoverId"
  FROM (${found}) f JOIN contact c ON c.id = f.contact_id LEFT JOIN enrollment e ON e.id = f.id`

/**
 * Puts what a lead wrote since the reply that opened their handover into it, where it is not part of it yet: mails
 * that came while the reply was still being assessed. What only names the lead as its sender stays out. Returns the
 * messages (message_unenrolled_contact_id_idx).
 */
export async function joinHandover(tx: Tx, contactId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>(Prisma.sql`
    UPDATE message m SET handover_id = h.id
    FROM handover h JOIN reply r ON r.id = h.reply_id
    WHERE h.contact_id = ${contactId}::uuid AND h.status IN ('open', 'claimed')
      AND m.unenrolled_contact_id = h.contact_id AND m.direction = 'inbound' AND m.handover_id IS NULL AND m.id > r.message_id
      AND EXISTS (SELECT FROM reply own WHERE own.message_id = m.id AND own.matched_by <> 'address')
    RETURNING m.id::text`)
  return rows.map((row) => row.id)
}
