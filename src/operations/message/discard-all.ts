import { actorName, audit } from '../../db/audit-queries.ts'
import type { Tx } from '../../db/client.ts'
import { lockCampaign } from '../../db/lock-queries.ts'
import { requirePermitted } from '../../db/permission-queries.ts'
import { countProblems, findStuckCampaigns } from '../../db/problem-queries.ts'
import { scopeOf } from '../../db/problem-scope.ts'
import { skipStuck } from '../../db/replay-queries.ts'
import type { Actor, Origin } from '../../domain/actor.ts'
import { requireAsSeen } from '../../domain/problem.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

/** All mails of a campaign (null: of all campaigns of whoever decides), and how many they saw (null: however many there are). */
export type DiscardAll = {
  campaignId: string | null
  expected: number | null
  actor: Actor
  origin: Origin
}

/** How many mails a transaction leaves at most: it holds their campaign. */
const page = 5_000

/**
 * Leaves all mails as they are that wait for a person, page by page, with an audit entry for each page and campaign. Returns
 * how many: those that were settled meanwhile are not among them.
 * @throws Refusal when there are others than were seen, and for whoever may not decide
 */
export async function discardAllMails(
  deps: Pick<Deps, 'db' | 'queue'>,
  { campaignId, expected, actor, origin }: DiscardAll,
): Promise<{ discarded: number }> {
  const { db } = deps
  const scope = await scopeOf(db, { campaignId, actor: actor.kind === 'member' ? actor : null })
  requireAsSeen(expected, (await countProblems(db, scope)).messages)
  let discarded = 0
  for (const id of await findStuckCampaigns(db, scope)) {
    let left = page
    while (left === page) {
      left = await db.$transaction((tx) => leave(deps, tx, { campaignId: id, actor, origin }))
      discarded += left
    }
  }
  return { discarded }
}

type Leaving = { campaignId: string; actor: Actor; origin: Origin }

async function leave(
  { queue }: Pick<Deps, 'queue'>,
  tx: Tx,
  { campaignId, actor, origin }: Leaving,
): Promise<number> {
  const { owner } = await lockCampaign(tx, campaignId)
  await requirePermitted(tx, 'mend', { actor, owner })
  const name = await actorName(tx, actor)
  const mails = await skipStuck(tx, campaignId, { limit: page, actor: name, origin })
  if (mails === 0) return 0
  await audit(tx, {
    actor,
    action: 'discarded',
    subject: 'campaign',
    subjectId: campaignId,
    origin,
    detail: { mails },
  })
  await queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId })
  return mails
}
