import { commonFault, type Earlier, suspectOf } from '../domain/common-fault.ts'
import type { CallEnd, MailFault } from '../domain/message.ts'
import type { Tx } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'
import type { FrozenStep } from './step-queries.ts'

/** What a call for a step found wrong with its mails whoever they are for; null when nothing. Asks only where it looks like it. */
export async function findFault(
  tx: Tx,
  { campaignId, id: stepId }: Pick<FrozenStep, 'campaignId' | 'id'>,
  end: CallEnd | null,
): Promise<MailFault | null> {
  const suspect = suspectOf(end)
  return suspect && commonFault(suspect, await mailsBefore(tx, { campaignId, stepId, code: suspect.code }))
}

/** What became of the last mails before these: of the campaign's newest 500 only, by message_campaign_id_id_idx. */
async function mailsBefore(
  tx: Tx,
  { campaignId, stepId, code }: { campaignId: string; stepId: string; code: number },
): Promise<Earlier> {
  const [row] = await tx.$queryRaw<Earlier[]>(Prisma.sql`
    WITH mail AS (
      SELECT id, step_id, state, error_code FROM message
      WHERE campaign_id = ${campaignId}::uuid ORDER BY id DESC LIMIT 500
    ), last_sent AS (
      SELECT id FROM mail WHERE step_id = ${stepId}::uuid AND state = 'sent' ORDER BY id DESC LIMIT 1
    )
    SELECT EXISTS (SELECT FROM mail WHERE step_id IS NOT NULL AND state = 'sent') AS taken,
      (SELECT count(*)::int FROM mail m
       WHERE m.step_id = ${stepId}::uuid AND m.state = 'rejected' AND m.error_code = ${code}
         AND NOT EXISTS (SELECT FROM last_sent s WHERE s.id > m.id)) AS "inARow"`)
  return row ?? { taken: false, inARow: 0 }
}
