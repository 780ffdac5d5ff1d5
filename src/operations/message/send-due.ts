import { randomUUID } from 'node:crypto'
import { audienceSizes, finishCampaigns, pauseRunning } from '../../db/campaign-queries.ts'
import { type ClaimedMessage, claimDue } from '../../db/claim-queries.ts'
import type { Tx } from '../../db/client.ts'
import { countFailure, currentHold, holdUntil, releaseHold } from '../../db/hold-queries.ts'
import { insist } from '../../db/insist.ts'
import { settleMessages } from '../../db/settle-queries.ts'
import { stepContent } from '../../db/step-queries.ts'
import { redrawAfterSeconds } from '../../domain/campaign.ts'
import { replyAddress, sequenceMail } from '../../domain/mail.ts'
import { mergeValues } from '../../domain/merge-values.ts'
import {
  type BatchDecision,
  decideBatch,
  leaseLeftMs,
  maySend,
  putAllBack,
  type Settlement,
  settled,
} from '../../domain/message.ts'
import type { OutgoingMail } from '../../ports/email.ts'
import { jobs } from '../../ports/jobs.ts'
import type { MergeValues, RenderOutcome } from '../../ports/templates.ts'
import type { Deps } from '../deps.ts'

type SendDeps = Pick<Deps, 'db' | 'queue' | 'clock' | 'email' | 'templates' | 'links' | 'log' | 'settings'>

/** Renders one step for one contact after the other. */
type Writer = {
  stepId: string
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
    const claim = await claimDue(deps.db, { now: claimedAt, attempt, limit: deps.settings.sendBatch })
    if (claim.campaignId === null) rest = 'done'
    else
      writer = await sendBatch(deps, { ...claim, campaignId: claim.campaignId, attempt, claimedAt }, writer)
  }
  await wrapUp(deps, lane, rest)
}

async function writerFor(deps: SendDeps, stepId: string): Promise<Writer> {
  const { sender, ...template } = await stepContent(deps.db, stepId)
  const render: (values: MergeValues) => RenderOutcome = deps.templates.prepare(template)
  return {
    stepId,
    write: (message, attempt) => {
      const unsubscribeUrl = deps.links.unsubscribe(message.messageId)
      const content = render({
        ...mergeValues(message.contact),
        sender_name: sender.name,
        unsubscribe_url: unsubscribeUrl,
      })
      if (content.kind === 'missing') {
        return settled(message.messageId, 'skipped', `missing ${content.fields.join(', ')}`)
      }
      if (content.kind === 'failed')
        return settled(message.messageId, 'skipped', `cannot be written: ${content.reason}`)
      const replyTo = replyAddress(deps.settings.inboundAddress, message.replyToken)
      const { messageId, address } = message
      return sequenceMail({ messageId, attempt, sender, to: address, replyTo, unsubscribeUrl, content })
    },
  }
}

type Batch = { attempt: string; campaignId: string; messages: readonly ClaimedMessage[]; claimedAt: Date }

/** Sends one batch, with `writer` if that is of the same step, and returns whoever wrote it. */
async function sendBatch(deps: SendDeps, batch: Batch, writer: Writer | null): Promise<Writer | null> {
  const { attempt, messages, claimedAt } = batch
  const [first] = messages
  // Everybody turned out to be suppressed: there is nothing to send, and the card must say so.
  if (!first) {
    await deps.db.$transaction((tx) => redraw(deps, tx, batch.campaignId))
    return writer
  }
  const giveBack = (reason: string) => {
    const ids = messages.map(({ messageId }) => messageId)
    return settleBatch(deps, batch, () => Promise.resolve(putAllBack(ids, reason)))
  }
  let written: (OutgoingMail | Settlement)[]
  let current = writer
  try {
    if (current?.stepId !== first.stepId) current = await writerFor(deps, first.stepId)
    const { write } = current
    written = messages.map((message) => write(message, attempt))
  } catch (error) {
    await giveBack('it could not be written')
    throw error
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
    const decision = decideBatch(ids, outcome, { failures, random: Math.random() })
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
  { attempt, campaignId, decision, now }: Batch & { decision: BatchDecision; now: Date },
): Promise<void> {
  const { settlements, pause, hold } = decision
  const retryAt = new Date(now.getTime() + decision.retryInMs)
  const paused = pause === null ? [] : await pauseRunning(tx, [campaignId], pause)
  if (hold === 'release') await releaseHold(tx)
  if (hold === 'start') await holdUntil(tx, retryAt)
  const fence = { attempt, from: ['sending'] as const }
  const { changed } = await settleMessages(tx, fence, { settlements, now, retryAt })
  if (changed !== settlements.length) {
    const counts = { attempt, settled: changed, expected: settlements.length }
    deps.log.warn(counts, 'Part of a batch was settled by others')
  }
  for (const id of paused) await deps.queue.enqueue(tx, jobs.notePaused, { payload: { campaignId: id } })
  if (pause === null && hold !== 'start') await redraw(deps, tx, campaignId)
  else await deps.queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId })
}

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
    const hold = await currentHold(tx, now)
    const again = { payload: { lane }, key: `lane-${lane}` }
    if (hold) {
      const afterSeconds = Math.ceil((hold.until.getTime() - now.getTime()) / 1000)
      await queue.enqueue(tx, jobs.sendDueMessages, { ...again, afterSeconds })
    } else if (rest === 'more') await queue.enqueue(tx, jobs.sendDueMessages, again)
    for (const campaignId of finished.toSorted()) {
      await queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId })
    }
  })
}
