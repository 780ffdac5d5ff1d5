import { actorName } from '../../db/audit-queries.ts'
import type { Tx } from '../../db/client.ts'
import { requireAdmin } from '../../db/permission-queries.ts'
import { countProblems, decideFailed } from '../../db/problem-queries.ts'
import type { Actor, Origin } from '../../domain/actor.ts'
import { requireAsSeen } from '../../domain/problem.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

type DecideDeps = Pick<Deps, 'db' | 'queue'>

/** What becomes of all webhooks that could not be applied, and how many were seen (null: however many there are). */
export type DecideAllWebhooks = {
  decision: 'replay' | 'discard'
  expected: number | null
  actor: Actor
  origin: Origin
}

/** How many a transaction decides about at most. */
const page = 1_000

/**
 * Has all webhooks applied once more that could not be applied, or leaves them as they are, page by page. Returns how many.
 * @throws Refusal for whoever is no admin, and when there are others than were seen
 */
export async function decideAllWebhooks(
  deps: DecideDeps,
  { decision, expected, actor, origin }: DecideAllWebhooks,
): Promise<{ decided: number }> {
  const { db } = deps
  await requireAdmin(db, actor)
  const { webhooks } = await countProblems(db, { kind: 'all' })
  requireAsSeen(expected, webhooks)
  let decided = 0
  // What fails once more meanwhile is not decided about twice.
  while (decided < webhooks) {
    const limit = Math.min(page, webhooks - decided)
    const count = await db.$transaction((tx) => decidePage(deps, tx, { decision, limit, actor, origin }))
    if (count === 0) break
    decided += count
  }
  return { decided }
}

type Page = { decision: 'replay' | 'discard'; limit: number; actor: Actor; origin: Origin }

async function decidePage(
  { queue }: DecideDeps,
  tx: Tx,
  { decision, limit, actor, origin }: Page,
): Promise<number> {
  await requireAdmin(tx, actor)
  const rows = await decideFailed(tx, { decision, limit, origin, actor: await actorName(tx, actor) })
  for (const { id, source } of rows) {
    if (decision === 'replay' && source === 'postmark-inbound')
      await queue.enqueue(tx, jobs.recordReply, { payload: { webhookDeliveryId: id } })
  }
  const events = rows.some(({ source }) => source !== 'postmark-inbound')
  if (decision === 'replay' && events)
    await queue.enqueue(tx, jobs.applyMessageEvents, { payload: {}, key: 'all' })
  return rows.length
}
