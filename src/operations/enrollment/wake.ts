import { tryLockTurns } from '../../db/turn-queries.ts'
import { endPauses, giveTurns } from '../../db/wake-queries.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

type WakeDeps = Pick<Deps, 'db' | 'queue' | 'clock' | 'settings'>

/** How many enrollments to look at in one transaction, and in how many of these before others have their turn. */
type Bounds = { pageSize: number; pages: number }

const bounds: Bounds = { pageSize: 5_000, pages: 20 }
const lookAgainSeconds = 60

/** The contact after which to look for who may take a turn. */
type Page = { after: string | null }

/**
 * Lets people go on whose pause is over by itself: who was out of office and is back, and who waited for another campaign
 * that is through with them. Page by page, each in one transaction, beginning with contact `after`; where more wait than
 * are looked at in a minute, the next look begins where this one ended. While a launch orders the turns, it leaves that to
 * the next tick.
 */
export async function wakeEnrollments(
  deps: WakeDeps,
  { after = null }: { after?: string | null | undefined },
  signal: AbortSignal,
): Promise<void> {
  await lookAtTurns(deps, { after, ...bounds }, signal)
}

/** The same in pages of this size, so many of them. */
export async function lookAtTurns(
  deps: WakeDeps,
  { after, pageSize, pages }: Page & Bounds,
  signal: AbortSignal,
): Promise<void> {
  let page: Page | null = { after }
  for (let looked = 0; page !== null && looked < pages && !signal.aborted; looked += 1)
    page = await wakePage(deps, page, pageSize)
  const next = page?.after
  if (typeof next !== 'string') return
  await deps.db.$transaction((tx) =>
    deps.queue.enqueue(tx, jobs.wakeEnrollments, {
      payload: { after: next },
      key: 'all',
      afterSeconds: lookAgainSeconds,
    }),
  )
}

/** Returns the next page, null when there is none. */
async function wakePage(
  { db, queue, clock, settings }: WakeDeps,
  { after }: Page,
  pageSize: number,
): Promise<Page | null> {
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
