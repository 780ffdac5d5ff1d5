import type { Tx } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'
import { waits } from './turn-queries.ts'

/** Somebody of a campaign whose pause a person can end. */
export type PausedPerson = {
  enrollmentId: string
  name: string
  email: string
  company: string | null
  /** What they are paused for, in the words of the rule. */
  reason: string | null
  /** When the pause ends by itself; null where it does not. */
  resumeAt: Date | null
}

/** Which of them: those in whom `text` is found, or one alone; `after` is the enrollment that the page before ended with. */
export type PausedPage = { text?: string; enrollmentId?: string; after?: string | null; limit: number }

// Whoever waits for another campaign has a turn, and whoever was let go on already is about to.
const ofCampaign = (campaignId: string) => Prisma.sql`
  e.campaign_id = ${campaignId}::uuid AND e.status = 'paused' AND e.reason IS DISTINCT FROM ${waits}
  AND e.reason IS DISTINCT FROM 'released'`

/** The paused people of a campaign in the order in which they were enrolled. By enrollment_paused_idx. */
export async function findPaused(
  tx: Tx,
  campaignId: string,
  { text = '', enrollmentId, after = null, limit }: PausedPage,
): Promise<PausedPerson[]> {
  const pattern = `%${text.trim().replaceAll(/[\\%_]/g, '\\$&')}%`
  return tx.$queryRaw<PausedPerson[]>(Prisma.sql`
    SELECT e.id AS "enrollmentId", concat_ws(' ', c.first_name, c.last_name) AS name, c.email, c.company, e.reason,
      e.resume_at AS "resumeAt"
    FROM enrollment e JOIN contact c ON c.id = e.contact_id
    WHERE ${ofCampaign(campaignId)}
      ${text.trim() === '' ? Prisma.empty : Prisma.sql`AND concat_ws(' ', c.first_name, c.last_name, c.email, c.company) ILIKE ${pattern}`}
      ${enrollmentId === undefined ? Prisma.empty : Prisma.sql`AND e.id = ${enrollmentId}::uuid`}
      ${after === null ? Prisma.empty : Prisma.sql`AND e.id > ${after}::uuid`}
    ORDER BY e.id LIMIT ${limit}`)
}

/** How many there are in all. */
export async function countPaused(tx: Tx, campaignId: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>(Prisma.sql`
    SELECT count(*)::int AS count FROM enrollment e WHERE ${ofCampaign(campaignId)}`)
  return row?.count ?? 0
}
