import { Prisma } from '../../db/generated/prisma/client.ts'
import { peopleWaiting } from '../../db/waiting-queries.ts'
import type { CampaignStatus } from '../../domain/campaign.ts'
import type { Deps } from '../deps.ts'

/**
 * A campaign in a list. `audience` counts who is enrolled, or before launch who would be; `waiting`, to how many of them
 * it has still to write.
 */
export type CampaignSummary = {
  id: string
  name: string
  status: CampaignStatus
  audience: number
  waiting: number
  channelId: string
  cardTs: string | null
  createdAt: Date
}

const shown = 10

/** The newest ten campaigns of a member, newest first. */
export async function listCampaigns(
  { db }: Pick<Deps, 'db'>,
  { slackUserId }: { slackUserId: string },
): Promise<CampaignSummary[]> {
  const campaigns = await db.$queryRaw<Row[]>(Prisma.sql`
    SELECT c.id::text, c.import_id::text AS "importId", c.name, c.status::text, c.channel_id AS "channelId", c.card_ts AS "cardTs",
      c.created_at AS "createdAt",
      CASE WHEN c.launched_at IS NULL
        THEN (SELECT count(*) FROM import_contact i WHERE i.import_id = c.import_id)
        ELSE (SELECT count(*) FROM enrollment e WHERE e.campaign_id = c.id)
      END::int AS audience
    FROM campaign c JOIN member m ON m.id = c.owner_id
    WHERE m.slack_user_id = ${slackUserId}
    ORDER BY c.created_at DESC, c.id DESC LIMIT ${shown}`)
  const waiting = await peopleWaiting(db, campaigns)
  return campaigns.map(({ id, name, status, audience, channelId, cardTs, createdAt }) => ({
    id,
    name,
    status,
    audience,
    waiting: waiting.get(id) ?? 0,
    channelId,
    cardTs,
    createdAt,
  }))
}

type Row = Omit<CampaignSummary, 'waiting'> & { importId: string }
