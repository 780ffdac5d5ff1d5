import { tracesIn } from '../../db/attempt-queries.ts'
import type { Tx } from '../../db/client.ts'
import { lockMessages, settleWitnessed } from '../../db/event-queries.ts'
import type { Replay } from '../../db/generated/prisma/client.ts'
import { lockCampaign } from '../../db/lock-queries.ts'
import {
  nextStuckAttempt,
  noteAttempt,
  putAllInLine,
  stillWaiting,
  type StuckAttempt,
} from '../../db/replay-queries.ts'
import { moveSettled } from '../../db/straggler-queries.ts'
import { searched, SearchFailed, streamOf, type Traces } from '../../domain/found-mails.ts'
import { traceableSince } from '../../domain/problem.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

type ReplayDeps = Pick<Deps, 'db' | 'queue' | 'clock' | 'email' | 'log'>

/** How many calls one run of the job asks about: another begins where it ended. */
const callsInARun = 20
/** After so many failures in a row the provider is left in peace, and the rest waits on. */
const patience = 3

/**
 * Tries all mails again that somebody decided about at once: asks the provider once for each call, one after the other. What
 * it has counts as sent; what it has no trace of is in line again; what it could not be asked about, or shows under the id of
 * another, waits on. Goes on where an earlier run ended, however that ended.
 */
export async function replayMails(
  deps: ReplayDeps,
  { replayId }: { replayId: string },
  signal: AbortSignal,
): Promise<void> {
  let failures = 0
  for (let calls = 0; calls < callsInARun && !signal.aborted; calls += 1) {
    const replay = await deps.db.replay.findUnique({ where: { id: replayId } })
    if (replay === null || replay.finishedAt !== null) return
    const since = traceableSince(deps.clock.now())
    const stuck =
      failures < patience
        ? await nextStuckAttempt(deps.db, { ...replay, since, after: replay.afterAttempt })
        : null
    if (stuck === null) return finish(deps, replay)
    const found = await ask(deps, stuck)
    failures = found === null ? failures + 1 : 0
    const going = await deps.db.$transaction((tx) => settle(deps, tx, { replay, stuck, found }))
    if (!going) return finish(deps, replay)
  }
  await deps.db.$transaction((tx) => deps.queue.enqueue(tx, jobs.replayMails, { payload: { replayId } }))
}

/** What the provider has of a call; null when it cannot be asked. */
async function ask(deps: ReplayDeps, { attempt, purpose }: StuckAttempt): Promise<Traces | null> {
  try {
    const mails = await searched(() => deps.email.findByAttempt(attempt, streamOf(purpose)))
    return await tracesIn(deps.db, mails)
  } catch (error) {
    if (!(error instanceof SearchFailed)) throw error
    deps.log.warn(
      { error: error.message, attempt },
      'The provider could not be asked about mails to try again',
    )
    return null
  }
}

type Asked = { replay: Replay; stuck: StuckAttempt; found: Traces | null }

/** Writes down what came of one call. False when nothing more is to be sent: the campaign was cancelled meanwhile. */
async function settle(deps: ReplayDeps, tx: Tx, { replay, stuck, found }: Asked): Promise<boolean> {
  const { campaignId } = replay
  const now = deps.clock.now()
  if ((await lockCampaign(tx, campaignId)).status === 'cancelled') return false
  const locked = await lockMessages(tx, { ids: stuck.messageIds, providerIds: [] })
  const here = locked.filter(({ state, attempt }) => state === 'needs_human' && attempt === stuck.attempt)
  const witnesses = here.flatMap(({ id: messageId, attempt }) => {
    const providerMessageId = found?.ids.get(messageId)
    return providerMessageId === undefined ? [] : [{ messageId, attempt, providerMessageId }]
  })
  const lost = here.map(({ id }) => id).filter((id) => found && !found.ids.has(id) && !found.shared.has(id))
  const seen = { inLine: lost, wasSent: witnesses.map(({ messageId }) => messageId) }
  if (seen.wasSent.length > 0) await settleWitnessed(tx, witnesses, now)
  seen.inLine = await putAllInLine(tx, lost, now)
  await moveSettled(tx, { messageIds: seen.inLine, campaignIds: [campaignId], now })
  const noted = await noteAttempt(tx, replay.id, {
    attempt: stuck.attempt,
    inLine: seen.inLine.length,
    wasSent: seen.wasSent.length,
  })
  if (!noted) throw new Error('These mails were tried again by another run of this job')
  await writeDown(tx, replay, seen)
  await enqueue(deps, tx, { campaignId, stuck, inLine: seen.inLine })
  return true
}

/** An audit entry for each mail, under whoever decided. */
async function writeDown(
  tx: Tx,
  { id: replay, actor, origin }: Replay,
  { inLine, wasSent }: { inLine: readonly string[]; wasSent: readonly string[] },
): Promise<void> {
  const entry = (outcome: 'in-line' | 'was-sent') => (subjectId: string) => ({
    actor,
    action: 'replayed',
    subject: 'message',
    subjectId,
    origin,
    detail: { outcome, replay },
  })
  await tx.auditEntry.createMany({
    data: [...inLine.map(entry('in-line')), ...wasSent.map(entry('was-sent'))],
  })
}

type Settled = { campaignId: string; stuck: StuckAttempt; inLine: readonly string[] }

async function enqueue({ queue }: ReplayDeps, tx: Tx, { campaignId, stuck, inLine }: Settled): Promise<void> {
  await queue.enqueue(tx, jobs.sendDueMessages, { payload: { lane: 1 }, key: 'lane-1' })
  await queue.enqueue(tx, jobs.wakeEnrollments, { payload: {}, key: 'all' })
  for (const messageId of stuck.purpose === 'conversation' ? inLine : [])
    await queue.enqueue(tx, jobs.sendConversationMessage, { payload: { messageId } })
  await queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId })
}

/** Sums up, in the audit trail and for whoever decided. */
async function finish({ db, queue, clock }: ReplayDeps, { id, campaignId }: Replay): Promise<void> {
  await db.$transaction(async (tx) => {
    await lockCampaign(tx, campaignId)
    const { decidedAt } = await tx.replay.findUniqueOrThrow({ where: { id } })
    const waiting = await stillWaiting(tx, { campaignId, decidedAt })
    const [replay] = await tx.replay.updateManyAndReturn({
      where: { id, finishedAt: null },
      data: { waiting, finishedAt: clock.now() },
    })
    if (!replay) return
    const { actor, origin, mails, inLine, wasSent } = replay
    const detail = { replay: id, mails, inLine, wasSent, waiting }
    await tx.auditEntry.create({
      data: { actor, action: 'replayed', subject: 'campaign', subjectId: campaignId, origin, detail },
    })
    await queue.enqueue(tx, jobs.noteReplayed, { payload: { replayId: id } })
  })
}
