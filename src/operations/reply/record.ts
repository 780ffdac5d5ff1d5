import type { Tx } from '../../db/client.ts'
import { type Conversation, findConversation } from '../../db/conversation-queries.ts'
import { endContacts } from '../../db/contact-end-queries.ts'
import { closeDeliveries } from '../../db/event-queries.ts'
import { writeOutMessages } from '../../db/open-call-queries.ts'
import { applySignals } from '../../db/signal-queries.ts'
import { messageIdsIn, usableMessageId } from '../../domain/mail.ts'
import { writtenText } from '../../domain/quoted-text.ts'
import { type InboundMail, mayActFor, type ReplyKind, replyKindOf, signalOf } from '../../domain/reply.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

type RecordDeps = Pick<Deps, 'db' | 'queue' | 'clock' | 'mailbox' | 'log'>

/** For how long a mail that cannot be filed is tried again; by then it is the mail and not the database that is wrong. */
const patienceMs = 24 * 60 * 60 * 1000

/**
 * Files an inbound mail: matched to its conversation, sorted by rules, done to its sequence what the campaign's rules
 * say, and the next hop in line. Everything in one commit; a delivery that is filed already changes nothing. Throws when it cannot be
 * filed, until it is a day old: then it is put away, so that it takes no turn from others for ever.
 */
export async function recordReply(
  deps: RecordDeps,
  { webhookDeliveryId }: { webhookDeliveryId: string },
): Promise<void> {
  try {
    await fileDelivery(deps, webhookDeliveryId)
  } catch (error) {
    const delivery = await deps.db.webhookDelivery.findUnique({ where: { id: webhookDeliveryId } })
    const now = deps.clock.now()
    if (!delivery || now.getTime() - delivery.receivedAt.getTime() < patienceMs) throw error
    await deps.db.$transaction(async (tx) => {
      await closeDeliveries(tx, [{ id: webhookDeliveryId, outcome: 'failed' }], now)
      await deps.queue.enqueue(tx, jobs.noteFailedWebhooks, { payload: {}, key: 'all' })
    })
    deps.log.error({ webhookDeliveryId, error }, 'An inbound mail could not be filed and was put away')
  }
}

async function fileDelivery(deps: RecordDeps, webhookDeliveryId: string): Promise<void> {
  const found = await deps.db.webhookDelivery.findUnique({ where: { id: webhookDeliveryId } })
  if (!found || found.appliedAt) return
  const mail = deps.mailbox.readInbound(found.payload)
  // Somebody may answer before the provider did.
  if (mail) await writeOutMessages(deps.db, answeredIds(mail))
  await deps.db.$transaction(async (tx) => {
    const delivery = await tx.webhookDelivery.findUnique({ where: { id: webhookDeliveryId } })
    if (!delivery || delivery.appliedAt) return
    const outcome = await file(deps, tx, mail)
    if (outcome !== 'applied') deps.log.warn({ webhookDeliveryId, outcome }, 'An inbound mail had no effect')
    await closeDeliveries(tx, [{ id: webhookDeliveryId, outcome }], deps.clock.now())
  })
}

async function file(deps: RecordDeps, tx: Tx, mail: InboundMail | null): Promise<string> {
  if (!mail) return 'ignored'
  const conversation = await findConversation(tx, {
    token: mail.token,
    ...answered(mail),
    from: mail.from,
  })
  if (!conversation) return 'unmatched'
  const text = writtenText(mail.text, mail.strippedText)
  const kind = replyKindOf(mail, text)
  const message = await saveMessage(tx, { mail, conversation, text, now: deps.clock.now() })
  if (!message) return 'repeated'
  const mayAct = mayActFor(conversation.matchedBy, mail)
  // Before the reply refers to its enrollment: enrollments are locked in one order, and a colleague may reply at this moment.
  const changed = mayAct
    ? await applyKind(deps, tx, { kind, conversation, note: `${mail.subject}. ${text}` })
    : []
  const reply = await tx.reply.create({
    data: {
      messageId: message,
      enrollmentId: conversation.enrollmentId,
      campaignId: conversation.campaignId,
      contactId: conversation.contactId,
      kind,
      matchedBy: conversation.matchedBy,
      text,
      receivedAt: mail.receivedAt ?? deps.clock.now(),
    },
  })
  if (!mayAct) return 'unproven-sender'
  await enqueueNext(deps, tx, { kind, conversation, changed, replyId: reply.id, messageId: message })
  return 'applied'
}

const answered = ({ headers }: InboundMail) => ({
  inReplyTo: messageIdsIn(headers['in-reply-to'] ?? ''),
  references: messageIdsIn(headers['references'] ?? ''),
})

function answeredIds(mail: InboundMail): string[] {
  const { inReplyTo, references } = answered(mail)
  return [...inReplyTo, ...references]
}

type Saving = { mail: InboundMail; conversation: Conversation; text: string; now: Date }

async function saveMessage(tx: Tx, { mail, conversation, text, now }: Saving): Promise<string | null> {
  const [row] = await tx.message.createManyAndReturn({
    data: [
      {
        direction: 'inbound',
        purpose: 'conversation',
        state: 'received',
        campaignId: conversation.campaignId,
        contactId: conversation.contactId,
        handoverId: conversation.handoverId,
        providerMessageId: mail.providerMessageId,
        internetMessageId: usableMessageId(mail.headers['message-id'] ?? ''),
        address: mail.from,
        subject: mail.subject,
        text,
        createdAt: now,
      },
    ],
    skipDuplicates: true,
    select: { id: true },
  })
  return row?.id ?? null
}

type Applying = { kind: ReplyKind; conversation: Conversation }

/** Returns the campaigns of whoever it changed. */
async function applyKind(
  { clock }: RecordDeps,
  tx: Tx,
  { kind, conversation, note }: Applying & { note: string },
): Promise<string[]> {
  const { enrollmentId, contactEmail } = conversation
  const signal = signalOf(kind)
  if (signal === 'unsubscribe')
    return (await endContacts(tx, [{ address: contactEmail, reason: 'unsubscribed' }])).campaignIds
  if (signal === null || enrollmentId === null) return []
  return applySignals(tx, [{ enrollmentId, signal, note }], clock.now())
}

type Next = Applying & { changed: readonly string[]; replyId: string; messageId: string }

async function enqueueNext(
  { queue }: RecordDeps,
  tx: Tx,
  { kind, conversation, changed, replyId, messageId }: Next,
): Promise<void> {
  if (kind === 'human') await queue.enqueue(tx, jobs.assessReply, { payload: { replyId } })
  if (conversation.handoverId !== null) {
    await queue.enqueue(tx, jobs.showConversationMessage, { payload: { messageId } })
  }
  const looksDifferent = [...changed, ...(conversation.campaignId === null ? [] : [conversation.campaignId])]
  for (const campaignId of [...new Set(looksDifferent)].toSorted()) {
    await queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId, afterSeconds: 1 })
  }
}
