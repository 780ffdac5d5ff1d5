import { randomUUID } from 'node:crypto'
import type { ClaimedMessage } from '../../db/claim-queries.ts'
import { claimDue } from '../../db/claim-queries.ts'
import { settleMessages } from '../../db/settle-queries.ts'
import { finishCampaigns, pauseRunning } from '../../db/campaign-queries.ts'
import { countFailure, currentHold, holdUntil, releaseHold } from '../../db/hold-queries.ts'
import { stepContent } from '../../db/step-queries.ts'
import { replyAddress, sequenceMail } from '../../domain/mail.ts'
import { mergeValues } from '../../domain/merge-values.ts'
import { decideBatch, type Settlement, settled } from '../../domain/message.ts'
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

/**
 * Sends what is due, batch after batch, until nothing is, the provider takes no more, or `signal` says stop.
 * Any number of these may run at once, in any number of processes: each claims its own rows.
 */
export async function sendDueMessages(
  deps: SendDeps,
  { lane }: { lane: number },
  signal: AbortSignal,
): Promise<void> {
  let writer: Writer | null = null
  while (!signal.aborted) {
    const attempt = randomUUID()
    const claimedAt = deps.clock.now()
    const claim = await claimDue(deps.db, { now: claimedAt, attempt, limit: deps.settings.sendBatch })
    const [first] = claim.messages
    if (first) {
      if (writer?.stepId !== first.stepId) writer = await writerFor(deps, first.stepId)
      await sendBatch(deps, { attempt, messages: claim.messages, writer, claimedAt })
    } else if (claim.campaignId === null) break
  }
  await wrapUp(deps, lane)
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

type Batch = { attempt: string; messages: readonly ClaimedMessage[]; writer: Writer; claimedAt: Date }

async function sendBatch(deps: SendDeps, { attempt, messages, writer, claimedAt }: Batch): Promise<void> {
  const written = messages.map((message) => writer.write(message, attempt))
  const mails = written.filter((item): item is OutgoingMail => 'to' in item)
  const held = written.filter((item): item is Settlement => 'messageId' in item)
  const { sendLeaseMs, sendTimeoutMs } = deps.settings
  if (deps.clock.now().getTime() + sendTimeoutMs > claimedAt.getTime() + sendLeaseMs) {
    deps.log.warn(
      { attempt, mails: mails.length },
      'Too late to send what was claimed: the reconciler decides',
    )
    return
  }
  // Without a mail there is nothing to ask the provider: an empty call would be refused.
  const outcome = mails.length === 0 ? null : await deps.email.sendBatch(mails)
  const now = deps.clock.now()
  await deps.db.$transaction(async (tx) => {
    const failures =
      outcome === null || outcome.kind === 'answered' || outcome.kind === 'sender-refused'
        ? 0
        : await countFailure(tx, outcome.reason, now)
    const decision = decideBatch(
      mails.map((mail) => mail.metadata.sendid),
      outcome,
      { failures, random: Math.random() },
    )
    const retryAt = new Date(now.getTime() + decision.retryInMs)
    const settlements = [...held, ...decision.settlements]
    const { changed, campaignIds } = await settleMessages(
      tx,
      { attempt, from: ['sending'] },
      { settlements, now, retryAt },
    )
    if (changed !== settlements.length) {
      deps.log.warn(
        { attempt, settled: changed, expected: settlements.length },
        'Part of a batch was settled by others',
      )
    }
    if (decision.hold === 'release') await releaseHold(tx)
    if (decision.hold === 'start') await holdUntil(tx, retryAt)
    if (decision.pause !== null) await pauseRunning(tx, campaignIds, decision.pause)
    for (const campaignId of campaignIds) {
      await deps.queue.enqueue(tx, jobs.showCampaign, {
        payload: { campaignId },
        key: campaignId,
        afterSeconds: 1,
      })
    }
  })
}

/** Ends campaigns that are through and, while sending rests, sees to it that it goes on. */
async function wrapUp({ db, queue, clock }: SendDeps, lane: number): Promise<void> {
  await db.$transaction(async (tx) => {
    const now = clock.now()
    const hold = await currentHold(tx, now)
    // Lanes before cards, and cards in order, as everywhere: two transactions must not wait for each other's jobs.
    if (hold) {
      const afterSeconds = Math.ceil((hold.until.getTime() - now.getTime()) / 1000)
      await queue.enqueue(tx, jobs.sendDueMessages, { payload: { lane }, key: `lane-${lane}`, afterSeconds })
    }
    for (const campaignId of (await finishCampaigns(tx, now)).toSorted()) {
      await queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId })
    }
  })
}
