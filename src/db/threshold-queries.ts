import type { Outcomes, Sent } from '../domain/thresholds.ts'
import type { Tx } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'

/** What an event says of a mail's fate; anything else that happens to a mail is not among these. */
export type Fate = { messageId: string; fate: 'delivered' | 'bounced' | 'complained' }

/**
 * Counts what became of mails by campaign and recipient domain, in the transaction that appends the events and before it
 * does: each mail once, however often it is told, and one that bounced is not delivered, whichever is told first. Whoever
 * calls holds the mails (`lockMessages`) and says which of them were told to have bounced for good before: an event does not
 * say that of a bounce. Mails from before a person last looked at the campaign do not count. Returns the campaigns to look
 * at: those it went wrong for.
 */
export async function countFates(
  tx: Tx,
  fates: readonly Fate[],
  bouncedBefore: readonly string[],
): Promise<string[]> {
  if (fates.length === 0) return []
  const rows = await tx.$queryRaw<{ campaign_id: string }[]>(Prisma.sql`
    WITH fate AS (
      SELECT "messageId", bool_or(fate = 'delivered') AS delivered, bool_or(fate = 'bounced') AS bounced,
        bool_or(fate = 'complained') AS complained
      FROM jsonb_to_recordset(${JSON.stringify(fates)}::jsonb) AS f("messageId" uuid, fate text) GROUP BY 1
    ), mail AS (
      SELECT m.campaign_id, lower(substring(m.address FROM '[^@]*$')) AS domain, f.*,
        ${toldBefore('delivered')} AS was_delivered, m.id = ANY (${[...bouncedBefore]}::uuid[]) AS was_bounced,
        ${toldBefore('complained')} AS was_complained
      FROM fate f JOIN message m ON m.id = f."messageId" JOIN campaign c ON c.id = m.campaign_id
      WHERE m.purpose = 'sequence' AND (c.judged_from IS NULL OR m.claimed_at >= c.judged_from)
    ), counted AS (
      SELECT campaign_id, domain,
        sum(((delivered OR was_delivered) AND NOT (bounced OR was_bounced))::int
          - (was_delivered AND NOT was_bounced)::int)::int AS delivered,
        (count(*) FILTER (WHERE bounced AND NOT was_bounced))::int AS bounced,
        (count(*) FILTER (WHERE complained AND NOT was_complained))::int AS complained
      FROM mail GROUP BY 1, 2 ORDER BY 1, 2
    ), kept AS (
      INSERT INTO domain_outcome AS o (campaign_id, domain, delivered, bounced, complained) SELECT * FROM counted
      ON CONFLICT (campaign_id, domain) DO UPDATE SET delivered = o.delivered + excluded.delivered,
        bounced = o.bounced + excluded.bounced, complained = o.complained + excluded.complained
    )
    SELECT DISTINCT campaign_id FROM counted WHERE bounced + complained > 0 ORDER BY 1`)
  return rows.map((row) => row.campaign_id)
}

// By event_message_id_type_machine_idx.
const toldBefore = (type: 'delivered' | 'complained') => Prisma.sql`
  EXISTS (SELECT FROM event e WHERE e.message_id = m.id AND e.type = ${type}::"EventType")`

/**
 * What was told of earlier bounces of some messages, as it came (event_message_id_type_machine_idx): only that says whether
 * one was for good.
 */
export async function earlierBounces(
  tx: Tx,
  messageIds: readonly string[],
): Promise<{ messageId: string; payload: unknown }[]> {
  if (messageIds.length === 0) return []
  return tx.$queryRaw(Prisma.sql`
    SELECT e.message_id AS "messageId", d.payload FROM event e JOIN webhook_delivery d ON d.id = e.webhook_delivery_id
    WHERE e.message_id = ANY (${[...messageIds]}::uuid[]) AND e.type = 'bounced'`)
}

/**
 * What became of a campaign's mails: a sum over the domains where nothing went wrong, and each of the others. A bounce of a
 * mail whose delivery was never counted here may take one too many from what was delivered, so that is never below none.
 */
export async function outcomesOf(tx: Tx, campaignId: string): Promise<Outcomes[]> {
  return tx.$queryRaw<Outcomes[]>(Prisma.sql`
    SELECT CASE WHEN bounced + complained > 0 THEN domain ELSE '' END AS domain,
      sum(greatest(delivered, 0))::int AS delivered, sum(bounced)::int AS bounced, sum(complained)::int AS complained
    FROM domain_outcome WHERE campaign_id = ${campaignId}::uuid GROUP BY 1 ORDER BY 2 DESC, 1`)
}

/**
 * The mails of a campaign that the provider has taken since a person last looked at it, by domain where something went wrong
 * and together where not. By message_campaign_id_id_idx: it reads all of them, so it is for campaigns that nothing else is
 * known of.
 */
export async function sentOf(tx: Tx, campaignId: string): Promise<Sent[]> {
  return tx.$queryRaw<Sent[]>(Prisma.sql`
    SELECT coalesce(o.domain, '') AS domain, count(*)::int AS sent, min(m.sent_at) AS first
    FROM message m JOIN campaign c ON c.id = m.campaign_id
    LEFT JOIN domain_outcome o ON o.campaign_id = m.campaign_id AND o.bounced + o.complained > 0
      AND o.domain = lower(substring(m.address FROM '[^@]*$'))
    WHERE m.campaign_id = ${campaignId}::uuid AND m.purpose = 'sequence' AND m.state = 'sent' AND m.sent_at IS NOT NULL
      AND (c.judged_from IS NULL OR m.claimed_at >= c.judged_from)
    GROUP BY 1 ORDER BY 1`)
}

/** Forgets what became of a campaign's mails so far: from `now` on it is judged anew. */
export async function forgive(tx: Tx, campaignId: string, now: Date): Promise<void> {
  await tx.campaign.update({
    where: { id: campaignId },
    data: { judgedFrom: now, warning: null, warnedOf: null },
  })
  await tx.domainOutcome.deleteMany({ where: { campaignId } })
}
