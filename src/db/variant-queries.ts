import { bit, eventBit, knownBits, replyBit } from './bit-queries.ts'
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
 * by (message_id, type, machine) alone, replies by campaign.
 */
export async function variantResults(
  tx: Tx,
  stepIds: readonly string[],
): Promise<(ref: VariantRef) => VariantResults> {
  const campaigns = await tx.step.findMany({
    where: { id: { in: [...stepIds] } },
    select: { campaignId: true },
    distinct: ['campaignId'],
  })
  const campaignIds = campaigns.map(({ campaignId }) => campaignId)
  const counts = await tx.$queryRaw<Count[]>(resultsSql(stepIds, campaignIds))
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

// Mails and their events are read side by side, both in the order of the mails' ids: nothing of a million is kept or sorted.
const resultsSql = (stepIds: readonly string[], campaignIds: readonly string[]) => Prisma.sql`
  WITH answered AS (
    SELECT newest.id, bit_or(${replyBit}) AS bits
    FROM reply r JOIN LATERAL (
      SELECT m.id FROM message m
      WHERE m.enrollment_id = r.enrollment_id AND m.step_key IS NOT NULL AND m.state = 'sent' AND m.claimed_at <= r.received_at
      ORDER BY m.claimed_at DESC, m.id DESC LIMIT 1
    ) newest ON true
    WHERE r.campaign_id = ANY (${[...campaignIds]}::uuid[]) AND r.kind IN ('human', 'unsubscribe') GROUP BY newest.id
  ), mail AS (
    SELECT m.step_id, m.variant,
      bit_or(CASE m.state WHEN 'sent' THEN ${bit('sent')} ELSE 0 END | ${eventBit} | coalesce(a.bits, 0)) AS bits
    FROM message m LEFT JOIN event v ON v.message_id = m.id AND NOT v.machine LEFT JOIN answered a ON a.id = m.id
    WHERE m.campaign_id = ANY (${[...campaignIds]}::uuid[]) AND m.step_id = ANY (${[...stepIds]}::uuid[])
      AND m.variant IS NOT NULL AND m.purpose = 'sequence'
    GROUP BY m.id
  ), alike AS (
    SELECT step_id, variant, bits, count(*) AS count FROM mail GROUP BY 1, 2, 3
  )
  SELECT step_id AS "stepId", variant AS position, known.name, sum(count)::int AS count
  FROM alike JOIN ${knownBits} ON bits & known.bit > 0 GROUP BY 1, 2, 3`
