import type { CampaignStatus } from '../domain/campaign.ts'
import type { Owner } from '../domain/permission.ts'
import { Refusal } from '../domain/refusal.ts'
import type { Tx } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'

/** A campaign while this transaction holds it. */
export type LockedCampaign = {
  id: string
  name: string
  status: CampaignStatus
  importId: string
  owner: Owner
}

type Row = Omit<LockedCampaign, 'owner'> & { ownerSlackUserId: string; ownerName: string }

/**
 * Every transaction locks in this order, so that no two wait for each other: campaign; the order of turns; whole audiences
 * by campaign; send_hold; send_limit by key; an open call; enrollments by id; their messages; contacts (a launch shares them with all but who deletes one); suppressions; send_count; last the jobs it enqueues, lanes before cards
 * and cards by campaign. What fails all the same (an event may end people of other campaigns) is tried again: see `insist` and
 * operations/message/apply-events.
 *
 * Locks a campaign, so that what is decided about it holds until the commit; new messages may refer to it meanwhile.
 * Throws a Refusal when it is gone.
 */
export async function lockCampaign(tx: Tx, campaignId: string): Promise<LockedCampaign> {
  const [row] = await tx.$queryRaw<Row[]>(Prisma.sql`
    SELECT c.id, c.name, c.status::text AS status, c.import_id AS "importId",
      m.slack_user_id AS "ownerSlackUserId", m.name AS "ownerName"
    FROM campaign c JOIN member m ON m.id = c.owner_id
    WHERE c.id = ${campaignId}::uuid FOR NO KEY UPDATE OF c`)
  if (!row) throw new Refusal('campaign-gone', 'This campaign no longer exists.')
  const { ownerSlackUserId, ownerName, ...campaign } = row
  return { ...campaign, owner: { slackUserId: ownerSlackUserId, name: ownerName } }
}

/** Holds a campaign, if it is still there, where nothing of it needs to be known. */
export async function holdCampaign(tx: Tx, campaignId: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM campaign WHERE id = ${campaignId}::uuid FOR NO KEY UPDATE`
}

// Any constant does, as long as nothing else uses it: it makes of a campaign's id the number of a lock.
const audienceSeed = 7_402_118_004n

/**
 * Whether nobody holds the whole audience of the campaign with this id: SQL. True holds it, shared, until the transaction
 * ends. The locks of all lanes together have room in the server's memory only if each asks for few.
 */
export const audienceIsFree = (campaignId: Prisma.Sql): Prisma.Sql => Prisma.sql`
  pg_try_advisory_xact_lock_shared(hashtextextended(${campaignId}::text, ${audienceSeed}::bigint))`

/**
 * Tells claims to pass these campaigns by until the commit, because all of their people are about to be locked: who looks
 * for somebody free among a million locked people looks at every one of them.
 */
export async function holdAudiences(tx: Tx, campaignIds: readonly string[]): Promise<void> {
  await tx.$queryRaw(Prisma.sql`
    SELECT count(*)::int FROM (
      SELECT pg_advisory_xact_lock(hashtextextended(c.id::text, ${audienceSeed}::bigint))
      FROM (SELECT id FROM unnest(${[...campaignIds]}::uuid[]) id ORDER BY id) c OFFSET 0
    ) held`)
}
