import { tryLockTurns } from '../../db/turn-queries.ts'
import { endPauses, giveTurns } from '../../db/wake-queries.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

type WakeDeps = Pick<Deps, 'db' | 'queue' | 'clock' | 'settings'>

const pageSize = 5_000

/**
 * Lets people go on whose pause is over by itself: who was out of office and is back, and who waited for another campaign
 * that is through with them. Page by page, each in one transaction. While a launch orders the turns, it leaves that to the
 * next tick.
 */
export async function wakeEnrollments(
  deps: WakeDeps,
  _payload: Record<string, never>,
  signal: AbortSignal,
): Promise<void> {
  let page: Page | null = { after: null }
  while (page !== null && !signal.aborted) page = await wakePage(deps, page)
}

/** The contact after which to look for who may take a turn. */
type Page = { after: string | null }

/** Returns the next page, null when there is none. */
async function wakePage({ db, queue, clock, settings }: WakeDeps, { after }: Page): Promise<Page | null> {
  return db.$transaction(async (tx) => {
    if (!(await tryLockTurns(tx))) return null
    const now = clock.now()
    const back = await endPauses(tx, now, pageSize)
    const next = await giveTurns(tx, now, { after, limit: pageSize })
    const lanes = back.count + next.count > 0 ? settings.sendLanes : 0
    for (let lane = 1; lane <= lanes; lane += 1) {
      await queue.enqueue(tx, jobs.sendDueMessages, { payload: { lane }, key: `lane-${lane}` })
    }
    for (const campaignId of [...new Set([...back.campaignIds, ...next.campaignIds])].toSorted()) {
      await queue.enqueue(tx, jobs.showCampaign, {
        payload: { campaignId },
        key: campaignId,
        afterSeconds: 1,
      })
    }
    return next.last !== null || back.count === pageSize ? { after: next.last ?? after } : null
  })
}
