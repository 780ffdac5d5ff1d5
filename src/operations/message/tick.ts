import type { Tx } from '../../db/client.ts'
import { findDueStarts, findLeftBehind, hasDueWork, type LeftBehind } from '../../db/due-queries.ts'
import { findUntoldLate } from '../../db/late-queries.ts'
import { gatherLateSeconds as afterSeconds } from '../../domain/late.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

/** Longer than a job and its first retries take. */
const patienceMs = 10 * 60 * 1000

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
