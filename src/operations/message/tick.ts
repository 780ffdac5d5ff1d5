import type { Tx } from '../../db/client.ts'
import { findDueStarts, findLeftBehind, hasDueWork, type LeftBehind } from '../../db/due-queries.ts'
import { bringForward, campaignsRestingBeyond, endHoldBeyond, endRest } from '../../db/far-rest-queries.ts'
import { findUntoldLate } from '../../db/late-queries.ts'
import { gatherLateSeconds as afterSeconds } from '../../domain/late.ts'
import { longestRestMs } from '../../domain/limits.ts'
import { longestHoldMs } from '../../domain/message.ts'
import { latestEnd } from '../../domain/rest.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

/** Longer than a job and its first retries take. */
const patienceMs = 10 * 60 * 1000

/**
 * The safety net under every wake-up: at start and once a minute it looks for work that is due, whatever became of
 * the job that should have done it. What a clock that was ahead lets rest for too long goes on.
 */
export async function tick({
  db,
  queue,
  clock,
  settings,
  log,
}: Pick<Deps, 'db' | 'queue' | 'clock' | 'settings' | 'log'>): Promise<void> {
  await db.$transaction(async (tx) => {
    const work = await hasDueWork(tx, clock.now())
    for (let lane = 1; work.messages && lane <= settings.sendLanes; lane += 1) {
      await queue.enqueue(tx, jobs.sendDueMessages, { payload: { lane }, key: `lane-${lane}` })
    }
    if (work.open) await queue.enqueue(tx, jobs.reconcileMessages, { payload: {}, key: 'all' })
    if (work.pauses) await queue.enqueue(tx, jobs.wakeEnrollments, { payload: {}, key: 'all' })
    if (work.deliveries) await queue.enqueue(tx, jobs.applyMessageEvents, { payload: {}, key: 'all' })
    for (const campaignId of await findDueStarts(tx, clock.now())) {
      await queue.enqueue(tx, jobs.launchScheduled, { payload: { campaignId }, key: campaignId })
    }
    for (const campaignId of await findUntoldLate(tx)) {
      await queue.enqueue(tx, jobs.noteLate, { payload: { campaignId }, key: campaignId, afterSeconds })
    }
    const before = new Date(clock.now().getTime() - patienceMs)
    for (const row of await findLeftBehind(tx, before)) await enqueueAgain(queue, tx, row)
  })
  // Last and by itself: whatever stands in its way must not stand in the way of what is due.
  try {
    await db.$transaction((tx) => endFarRests(tx, clock.now()))
  } catch (error) {
    log.error({ error }, 'Rests that are longer than any can be could not be ended')
  }
}

/** Ends rests that are longer than any can be. In the one order of locks: campaigns by id, the hold, enrollments. */
async function endFarRests(tx: Tx, now: Date): Promise<void> {
  for (const campaign of await campaignsRestingBeyond(tx, latestEnd(0, now))) {
    const longestMs = Math.max(0, ...campaign.limits.map(longestRestMs))
    if (campaign.restsUntil > latestEnd(longestMs, now)) await endRest(tx, campaign, now)
  }
  const latest = latestEnd(longestHoldMs, now)
  if (await endHoldBeyond(tx, latest, now)) await bringForward(tx, latest, now)
}

async function enqueueAgain(queue: Deps['queue'], tx: Tx, { kind, id }: LeftBehind): Promise<void> {
  switch (kind) {
    case 'import':
      return queue.enqueue(tx, jobs.applyImport, { payload: { importId: id } })
    case 'inbound':
      return queue.enqueue(tx, jobs.recordReply, { payload: { webhookDeliveryId: id } })
    case 'reply':
      return queue.enqueue(tx, jobs.assessReply, { payload: { replyId: id } })
    case 'handover':
      return queue.enqueue(tx, jobs.showHandover, { payload: { handoverId: id }, key: id })
    case 'replay':
      return queue.enqueue(tx, jobs.replayMails, { payload: { replayId: id } })
    case 'conversation':
      return queue.enqueue(tx, jobs.sendConversationMessage, { payload: { messageId: id } })
  }
}
