import { hasDueWork } from '../../db/due-queries.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

/**
 * The safety net under every wake-up: at start and once a minute it looks for work that is due, whatever became of
 * the job that should have done it.
 */
export async function tick({
  db,
  queue,
  clock,
  settings,
}: Pick<Deps, 'db' | 'queue' | 'clock' | 'settings'>): Promise<void> {
  await db.$transaction(async (tx) => {
    const work = await hasDueWork(tx, clock.now())
    for (let lane = 1; work.messages && lane <= settings.sendLanes; lane += 1) {
      await queue.enqueue(tx, jobs.sendDueMessages, { payload: { lane }, key: `lane-${lane}` })
    }
    if (work.open) await queue.enqueue(tx, jobs.reconcileMessages, { payload: {}, key: 'all' })
    if (work.deliveries) await queue.enqueue(tx, jobs.applyMessageEvents, { payload: {}, key: 'all' })
  })
}
