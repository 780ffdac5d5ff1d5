import { randomUUID } from 'node:crypto'
import { audit } from '../../db/audit-queries.ts'
import { claimConversationMessage, conversationSoFar } from '../../db/conversation-mail-queries.ts'
import { insist } from '../../db/insist.ts'
import { settleMessages } from '../../db/settle-queries.ts'
import { conversationMail, internetMessageId, replyAddress } from '../../domain/mail.ts'
import {
  type CallEnd,
  conversationRetryMs,
  decideBatch,
  leaseLeftMs,
  maySend,
  putBack,
  type Settlement,
  settled,
  whyItWaits,
} from '../../domain/message.ts'
import type { OutgoingMail } from '../../ports/email.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

type SendDeps = Pick<Deps, 'db' | 'queue' | 'clock' | 'email' | 'chat' | 'log' | 'settings'>

/** A message under an attempt; `waitedMs` is how long ago it was written when it was claimed. */
type Claimed = { messageId: string; attempt: string; claimedAt: Date; waitedMs: number }

/**
 * Sends a rep's message to the lead, in the thread of the mails before it, under the same ledger as everything else:
 * claimed before the call, settled after it, never simply repeated when its end is unknown.
 */
export async function sendConversationMessage(
  deps: SendDeps,
  { messageId }: { messageId: string },
): Promise<void> {
  const attempt = randomUUID()
  const claimedAt = deps.clock.now()
  const createdAt = await claimConversationMessage(deps.db, { messageId, attempt, now: claimedAt })
  if (createdAt !== null) {
    const waitedMs = claimedAt.getTime() - createdAt.getTime()
    await sendClaimed(deps, { messageId, attempt, claimedAt, waitedMs })
  }
  await showFate(deps, messageId)
}

async function sendClaimed(deps: SendDeps, claimed: Claimed): Promise<void> {
  const { messageId, waitedMs, claimedAt } = claimed
  let mail: OutgoingMail
  try {
    mail = await write(deps, claimed)
  } catch (error) {
    // The job that failed is what tries again.
    await settle(deps, claimed, putBack(messageId, 'it could not be written'))
    throw error
  }
  const end: CallEnd = maySend({ ...deps.settings, claimedAt }, deps.clock.now())
    ? await deps.email.sendBatch([mail])
    : { kind: 'refused', reason: 'it was too late to send it' }
  const { settlements, pause } = decideBatch([messageId], end, { failures: 1, random: 0 })
  // The rep is there to be told; waiting would only hide that the sender must be mended first.
  const settlement = pause === null ? settlements[0] : settled(messageId, 'rejected', pause)
  if (settlement) await settle(deps, claimed, settlement)
  const reason = whyItWaits(end, waitedMs)
  if (reason !== null) await tellOnce(deps, messageId, reason)
}

async function write({ db, settings }: SendDeps, { messageId, attempt }: Claimed): Promise<OutgoingMail> {
  const { sender, to, text, replyToken, subject, earlier } = await conversationSoFar(db, messageId)
  return conversationMail({
    messageId,
    attempt,
    sender,
    to,
    text,
    subject,
    replyTo: replyAddress(settings.inboundAddress, replyToken),
    references: earlier.map(
      ({ id, internetMessageId: theirs }) => theirs ?? internetMessageId(id, sender.email),
    ),
  })
}

/** Writes down what became of it, again and again until its lease ends, and sees to it that what waits is tried again. */
async function settle(deps: SendDeps, claimed: Claimed, settlement: Settlement): Promise<void> {
  const { db, queue, clock, log, settings } = deps
  const { messageId, attempt, claimedAt, waitedMs } = claimed
  const now = clock.now()
  const work = () =>
    db.$transaction(async (tx) => {
      const fence = { attempt, from: ['sending'] as const }
      await settleMessages(tx, fence, { settlements: [settlement], now, retryAt: now })
      if (settlement.state !== 'queued') return
      const afterSeconds = Math.ceil(conversationRetryMs(waitedMs, Math.random()) / 1000)
      await queue.enqueue(tx, jobs.sendConversationMessage, { payload: { messageId }, afterSeconds })
    })
  await insist(work, {
    forMs: leaseLeftMs({ claimedAt, sendLeaseMs: settings.sendLeaseMs }, now),
    onFailure: (error) =>
      log.warn({ messageId, error }, 'What became of a message could not be written down yet'),
  })
}

const toldToWait = 'told its writer that it waits'

/** Said before it is written down: should Slack be away, the next try says it, and at worst it is said twice. */
async function tellOnce({ db, chat }: SendDeps, messageId: string, reason: string): Promise<void> {
  const told = { subject: 'message', subjectId: messageId, action: toldToWait }
  if (await db.auditEntry.findFirst({ where: told })) return
  const message = await db.message.findUnique({ where: { id: messageId }, include: { handover: true } })
  if (!message?.handover?.cardTs) return
  const { channelId, cardTs } = message.handover
  await chat.say({ channelId, ts: cardTs }, { kind: 'not-sent', reason })
  await audit(db, { ...told, actor: { kind: 'system' }, origin: 'clock', detail: { reason } })
}

const notSent: ReadonlySet<string> = new Set(['rejected', 'skipped', 'needs_human'])

/** Tells the rep, in the thread, how far the message has come. */
async function showFate({ db, chat }: SendDeps, messageId: string): Promise<void> {
  const message = await db.message.findUnique({ where: { id: messageId }, include: { handover: true } })
  if (!message?.handover?.cardTs || message.threadTs === null) return
  const { channelId, cardTs } = message.handover
  if (message.state === 'sent') await chat.mark({ channelId, ts: message.threadTs }, 'sent')
  if (notSent.has(message.state)) {
    await chat.mark({ channelId, ts: message.threadTs }, 'failed')
    await chat.say(
      { channelId, ts: cardTs },
      { kind: 'not-sent', reason: message.reason ?? 'it was refused' },
    )
  }
}
