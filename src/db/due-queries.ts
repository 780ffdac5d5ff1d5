import type { Tx } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'

/** Which kinds of work wait: messages to send (or campaigns to end), open provider calls, webhooks to apply. */
export type DueWork = { messages: boolean; open: boolean; deliveries: boolean }

/** Looks for work that is due. Each question is one probe of a partial index. */
export async function hasDueWork(tx: Tx, now: Date): Promise<DueWork> {
  const [work] = await tx.$queryRaw<DueWork[]>(Prisma.sql`
    SELECT EXISTS (
        SELECT FROM campaign c WHERE c.status = 'running' AND (
          EXISTS (SELECT FROM enrollment e WHERE e.campaign_id = c.id AND e.status = 'active' AND e.next_at <= ${now})
          OR NOT EXISTS (SELECT FROM enrollment e WHERE e.campaign_id = c.id AND e.status IN ('active', 'paused'))
        )) AS messages,
      EXISTS (SELECT FROM message WHERE state IN ('sending', 'unknown')) AS open,
      EXISTS (SELECT FROM webhook_delivery WHERE source = 'postmark-event' AND applied_at IS NULL) AS deliveries`)
  return work ?? { messages: false, open: false, deliveries: false }
}
