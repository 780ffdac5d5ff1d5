import { randomUUID } from 'node:crypto'
import { audienceSizes, finishCampaigns, pauseRunning } from '../../db/campaign-queries.ts'
import { asCampaignFault, CampaignFault } from '../../db/campaign-fault.ts'
import { claimNext, type NextClaim } from '../../db/claim-next.ts'
import type { ClaimedMessage } from '../../db/claim-queries.ts'
import type { Tx } from '../../db/client.ts'
import { nextDueAt } from '../../db/due-queries.ts'
import { countFailure, currentHold, holdUntil, releaseHold } from '../../db/hold-queries.ts'
import { insist } from '../../db/insist.ts'
import { giveBackToSender, takeFromLimits } from '../../db/limit-queries.ts'
import { findFaults } from '../../db/rejection-queries.ts'
import { nextDues } from '../../db/schedule-queries.ts'
import { settleMessages } from '../../db/settle-queries.ts'
import type { FrozenStep } from '../../db/step-queries.ts'
import { redrawAfterSeconds } from '../../domain/campaign.ts'
import { hasLimits, takingsOf } from '../../domain/limits.ts'
import { gatherLateSeconds } from '../../domain/late.ts'
import {
  type BatchDecision,
  decideBatch,
  leaseLeftMs,
  maySend,
  putAllBack,
  type Settlement,
} from '../../domain/message.ts'
import { mailWriter } from '../../domain/write-mail.ts'
import type { OutgoingMail } from '../../ports/email.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

type SendDeps = Pick<Deps, 'db' | 'queue' | 'clock' | 'email' | 'templates' | 'links' | 'log' | 'settings'>

/** A step that is being sent, ready to be written for one contact after the other. */
type Writer = {
  step: FrozenStep
  write: (message: ClaimedMessage, attempt: string) => OutgoingMail | Settlement
}

// Far inside the time after which the queue takes a running job for lost and gives its lane to another.
const longestRunMs = 10 * 60 * 1000

/**
 * Sends what is due, batch after batch, until nothing is, the provider takes no more, or `signal` says stop; after ten
 * minutes another run of the same lane goes on.
 * Any number of these may run at once, in any number of processes: each claims its own rows.
 */
export async function sendDueMessages(
  deps: SendDeps,
  { lane }: { lane: number },
  signal: AbortSignal,
): Promise<void> {
  const runsUntil = deps.clock.now().getTime() + longestRunMs
  let writer: Writer | null = null
  let rest: 'done' | 'more' = 'more'
  while (rest === 'more' && !signal.aborted && deps.clock.now().getTime() < runsUntil) {
    const attempt = randomUUID()
    const claimedAt = deps.clock.now()
    const asked = { now: claimedAt, attempt, limit: deps.settings.sendBatch, random: Math.random() }
    const claim = await claimNext(deps.db, asked, writer?.step ?? null).catch(asCampaignFault)
    if (claim === null) rest = 'done'
    else if (claim instanceof CampaignFault) await putAside(deps, claim)
    else writer = await sendBatch(deps, { ...claim, attempt, claimedAt }, writer)
  }
  await wrapUp(deps, lane, rest)
}

/** Pauses a campaign that nobody can work out or write: first in line, it would keep all others from sending. */
async function putAside({ db, queue, clock, log }: SendDeps, fault: CampaignFault): Promise<void> {
  const { campaignId, cause, message } = fault
  log.error({ campaignId, error: cause }, message)
  await db.$transaction(async (tx) => {
    for (const id of await pauseRunning(tx, [campaignId], { reason: message, now: clock.now() }))
      await queue.enqueue(tx, jobs.notePaused, { payload: { campaignId: id } })
    await queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId })
  })
}

function writerFor(deps: SendDeps, step: FrozenStep): Writer {
  const renders = new Map(
    step.variants.map(({ position, ...content }) => [position, deps.templates.prepare(content)]),
  )
  const mail = mailWriter({
    sender: step.sender,
    inboundAddress: deps.settings.inboundAddress,
    unsubscribeLink: deps.links.unsubscribe,
    renders,
  })
  return { step, write: mail }
}

type Batch = NextClaim & { attempt: string; claimedAt: Date }

/** Sends one batch, with `writer` if that is of the same step, and returns whoever wrote it. */
async function sendBatch(deps: SendDeps, batch: Batch, writer: Writer | null): Promise<Writer | null> {
  const { attempt, messages, claimedAt } = batch
  const [first] = messages
  if (batch.late > 0) await tellOfLate(deps, batch.step.campaignId)
  // Everybody turned out to be suppressed, late or put off: there is nothing to send, and the card must say so.
  if (!first) {
    await deps.db.$transaction((tx) => redraw(deps, tx, batch.step.campaignId))
    return writer
  }
  const giveBack = (reason: string) => {
    const ids = messages.map(({ messageId }) => messageId)
    return settleBatch(deps, batch, () => Promise.resolve(putAllBack(ids, reason)))
  }
  let written: (OutgoingMail | Settlement)[]
  let current = writer
  try {
    if (current?.step !== batch.step) current = writerFor(deps, batch.step)
    const { write } = current
    written = messages.map((message) => write(message, attempt))
  } catch (error) {
    await giveBack('it could not be written')
    await putAside(deps, new CampaignFault(batch.step.campaignId, error))
    return null
  }
  if (maySend({ ...deps.settings, claimedAt }, deps.clock.now())) await callAndSettle(deps, batch, written)
  else {
    deps.log.warn({ attempt, messages: messages.length }, 'Too late to send what was claimed')
    await giveBack('it was too late to send it')
  }
  return current
}

async function callAndSettle(
  deps: SendDeps,
  batch: Batch,
  written: readonly (OutgoingMail | Settlement)[],
): Promise<void> {
  const mails = written.filter((item): item is OutgoingMail => 'to' in item)
  const held = written.filter((item): item is Settlement => 'messageId' in item)
  // Without a mail there is nothing to ask the provider: an empty call would be refused.
  const outcome = mails.length === 0 ? null : await deps.email.sendBatch(mails)
  const ids = mails.map((mail) => mail.metadata.sendid)
  await settleBatch(deps, batch, async (tx, now) => {
    const counts = outcome !== null && outcome.kind !== 'answered' && outcome.kind !== 'sender-refused'
    const failures = counts ? await countFailure(tx, outcome.reason, now) : 0
    const faults = await findFaults(tx, batch, { ids, end: outcome })
    const decision = decideBatch(ids, outcome, { failures, random: Math.random(), faults })
    return { ...decision, settlements: [...held, ...decision.settlements] }
  })
}

/**
 * Writes down what became of a batch: again and again until its lease ends, for it may be known nowhere else. After that
 * the reconciler asks the provider.
 */
async function settleBatch(
  deps: SendDeps,
  batch: Batch,
  decide: (tx: Tx, now: Date) => Promise<BatchDecision>,
): Promise<void> {
  const { db, clock, log, settings } = deps
  const { attempt, claimedAt } = batch
  const now = clock.now()
  await insist(
    () =>
      db.$transaction(async (tx) => writeDown(deps, tx, { ...batch, now, decision: await decide(tx, now) })),
    {
      forMs: leaseLeftMs({ claimedAt, sendLeaseMs: settings.sendLeaseMs }, now),
      onFailure: (error) =>
        log.warn({ attempt, error }, 'What became of a batch could not be written down yet'),
    },
  )
}

/** In the one order of locks: the campaign, the hold, then what settling touches, and the card's job. */
async function writeDown(
  deps: SendDeps,
  tx: Tx,
  { attempt, step, messages, claimedAt, decision, now }: Batch & { decision: BatchDecision; now: Date },
): Promise<void> {
  const { settlements, pause, hold } = decision
  const { campaignId } = step
  const retryAt = new Date(now.getTime() + decision.retryInMs)
  const paused = pause === null ? [] : await pauseRunning(tx, [campaignId], { reason: pause, now })
  if (hold === 'release') await releaseHold(tx, claimedAt)
  if (hold === 'start') await holdUntil(tx, retryAt)
  const fence = { attempt, from: ['sending'] as const }
  const { changed } = await settleMessages(tx, fence, {
    settlements,
    now,
    retryAt,
    dues: nextDues(step, zonesOf(messages), now),
  })
  await giveBack(tx, step, { messages, settlements, claimedAt })
  if (changed !== settlements.length) {
    const counts = { attempt, settled: changed, expected: settlements.length }
    deps.log.warn(counts, 'Part of a batch was settled by others')
  }
  for (const id of paused) await deps.queue.enqueue(tx, jobs.notePaused, { payload: { campaignId: id } })
  if (pause === null && hold !== 'start') await redraw(deps, tx, campaignId)
  else await deps.queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId })
}

const zonesOf = (messages: readonly ClaimedMessage[]) => [...new Set(messages.map(({ zone }) => zone))]

/** What the provider certainly did not take has used up nothing of the limits. */
async function giveBack(
  tx: Tx,
  { plan, campaignId, sender }: FrozenStep,
  {
    messages,
    settlements,
    claimedAt,
  }: Pick<Batch, 'messages' | 'claimedAt'> & { settlements: readonly Settlement[] },
): Promise<void> {
  const untaken = new Set(settlements.filter((s) => !s.attemptCounts).map(({ messageId }) => messageId))
  if (untaken.size === 0) return
  await giveBackToSender(tx, sender.email, { count: untaken.size, at: claimedAt })
  if (!hasLimits(plan.limits)) return
  const addresses = messages.filter(({ messageId }) => untaken.has(messageId)).map(({ address }) => address)
  const scope = { campaignId, senderEmail: sender.email, warmUpDay: 0 }
  await takeFromLimits(tx, takingsOf(plan.limits, { scope, addresses, sign: -1 }), claimedAt)
}

/** The job that tells waits, so this may be asked for with every batch. */
const tellOfLate = ({ db, queue }: SendDeps, campaignId: string): Promise<void> =>
  db.$transaction((tx) => {
    const request = { payload: { campaignId }, key: campaignId, afterSeconds: gatherLateSeconds }
    return queue.enqueue(tx, jobs.noteLate, request)
  })

/** What changes with every batch is drawn at a pace that the database bears. */
async function redraw({ queue }: SendDeps, tx: Tx, id: string): Promise<void> {
  for (const { campaignId, audience } of await audienceSizes(tx, [id])) {
    const afterSeconds = redrawAfterSeconds(audience)
    await queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId, afterSeconds })
  }
}

/** Ends campaigns that are through and sees to it that sending goes on: at once, or when it has rested. */
async function wrapUp({ db, queue, clock }: SendDeps, lane: number, rest: 'done' | 'more'): Promise<void> {
  await db.$transaction(async (tx) => {
    const now = clock.now()
    const finished = await finishCampaigns(tx, now)
    const again = { payload: { lane }, key: `lane-${lane}` }
    const until = (await currentHold(tx, now))?.until ?? (rest === 'done' ? await nextDueAt(tx, now) : now)
    if (until !== null) {
      // What is due now although there was nothing to claim is held by somebody else, who may take a while.
      const atLeast = rest === 'done' ? 1 : 0
      const afterSeconds = Math.max(atLeast, Math.ceil((until.getTime() - now.getTime()) / 1000))
      await queue.enqueue(tx, jobs.sendDueMessages, { ...again, afterSeconds })
    }
    for (const campaignId of finished.toSorted()) {
      await queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId })
    }
  })
}
