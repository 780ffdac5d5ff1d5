import type { Tx } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'

/** A variant of a frozen step, by its position. */
export type VariantRef = { stepId: string; position: number }

/** What became of the mails of a variant, each mail once in a count. */
export type VariantResults = {
  sent: number
  delivered: number
  opened: number
  clicked: number
  replied: number
  bounced: number
  complained: number
  unsubscribed: number
}

type Count = VariantRef & { name: keyof VariantResults; count: number }

/**
 * What became of the mails of every variant of some steps. A reply counts for the newest mail that its person had been sent
 * by then. Replies that unsubscribe and opens by mail proxies are counted as in campaignProgress. Messages by (campaign_id, id), events
 * by (message_id, type), replies by campaign.
 */
export async function variantResults(
  tx: Tx,
  stepIds: readonly string[],
): Promise<(ref: VariantRef) => VariantResults> {
  const counts = await tx.$queryRaw<Count[]>(resultsSql(stepIds))
  const found = new Map<string, VariantResults>()
  for (const { name, count, ...ref } of counts) {
    const results = found.get(variantKey(ref)) ?? { ...nothingYet }
    found.set(variantKey(ref), { ...results, [name]: count })
  }
  return (ref) => found.get(variantKey(ref)) ?? { ...nothingYet }
}

/** The same for the same variant. */
export const variantKey = ({ stepId, position }: VariantRef): string => `${stepId} ${position}`

const nothingYet: VariantResults = {
  sent: 0,
  delivered: 0,
  opened: 0,
  clicked: 0,
  replied: 0,
  bounced: 0,
  complained: 0,
  unsubscribed: 0,
}

const resultsSql = (stepIds: readonly string[]) => Prisma.sql`
  WITH asked AS (
    SELECT DISTINCT v.campaign_id FROM step s JOIN campaign_version v ON v.id = s.campaign_version_id
    WHERE s.id = ANY (${[...stepIds]}::uuid[])
  ), mail AS (
    SELECT m.id, m.step_id, m.variant, m.state FROM asked a JOIN message m ON m.campaign_id = a.campaign_id
    WHERE m.step_id = ANY (${[...stepIds]}::uuid[]) AND m.variant IS NOT NULL AND m.purpose = 'sequence'
  ), told AS (
    SELECT mail.id, v.type::text AS name FROM mail JOIN event v ON v.message_id = mail.id WHERE NOT v.machine
    UNION
    SELECT answered.id, CASE r.kind WHEN 'human' THEN 'replied' ELSE 'unsubscribed' END
    FROM asked a JOIN reply r ON r.campaign_id = a.campaign_id JOIN LATERAL (
      SELECT m.id FROM message m
      WHERE m.enrollment_id = r.enrollment_id AND m.step_key IS NOT NULL AND m.state = 'sent' AND m.claimed_at <= r.received_at
      ORDER BY m.claimed_at DESC, m.id DESC LIMIT 1
    ) answered ON true
    WHERE r.kind IN ('human', 'unsubscribe')
  )
  SELECT step_id AS "stepId", variant AS position, 'sent' AS name, count(*)::int AS count
  FROM mail WHERE state = 'sent' GROUP BY 1, 2
  UNION ALL
  SELECT mail.step_id, mail.variant, told.name, count(*)::int FROM mail JOIN told ON told.id = mail.id GROUP BY 1, 2, 3`
