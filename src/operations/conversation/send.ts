import { randomUUID } from 'node:crypto'
import type { Tx } from '../../db/client.ts'
import { claimConversationMessage, conversationSoFar } from '../../db/conversation-mail-queries.ts'
import { settleMessages } from '../../db/settle-queries.ts'
import { conversationMail, internetMessageId, replyAddress } from '../../domain/mail.ts'
import { decideBatch, settled, type Settlement } from '../../domain/message.ts'
import type { OutgoingMail } from '../../ports/email.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

type SendDeps = Pick<Deps, 'db' | 'queue' | 'clock' | 'email' | 'chat' | 'settings'>

/**
 * Sends a rep's message to the lead, in the thread of the mails before it, under the same ledger as everything else:
 * claimed before the call, settled after it, never simply repeated when its end is unknown.
 */
export async function sendConversationMessage(
  deps: SendDeps,
  { messageId }: { messageId: string },
): Promise<void> {
  const attempt = randomUUID()
  const attempts = await claimConversationMessage(deps.db, { messageId, attempt, now: deps.clock.now() })
  if (attempts !== null)
    await sendClaimed(deps, { messageId, attempt, attempts, mail: await write(deps, { messageId, attempt }) })
  await showFate(deps, messageId)
}

async function write(
  { db, settings }: SendDeps,
  { messageId, attempt }: { messageId: string; attempt: string },
): Promise<OutgoingMail> {
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

type Sending = { messageId: string; attempt: string; attempts: number; mail: OutgoingMail }

async function sendClaimed(deps: SendDeps, { messageId, attempt, attempts, mail }: Sending): Promise<void> {
  const outcome = await deps.email.sendBatch([mail])
  const now = deps.clock.now()
  const decision = decideBatch([messageId], outcome, { failures: attempts, random: Math.random() })
  // The rep is there to be told; waiting would only hide that the sender must be mended first.
  const settlements =
    decision.pause === null ? decision.settlements : [settled(messageId, 'rejected', decision.pause)]
  await deps.db.$transaction(async (tx) => {
    await settleMessages(tx, { attempt, from: ['sending'] }, { settlements, now, retryAt: now })
    await retryLater(deps, tx, { settlements, afterSeconds: Math.ceil(decision.retryInMs / 1000) + 3 })
  })
}

async function retryLater(
  { queue }: SendDeps,
  tx: Tx,
  { settlements, afterSeconds }: { settlements: readonly Settlement[]; afterSeconds: number },
): Promise<void> {
  for (const { messageId } of settlements.filter((settlement) => settlement.state === 'queued')) {
    await queue.enqueue(tx, jobs.sendConversationMessage, { payload: { messageId }, afterSeconds })
  }
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
