import { audit } from '../../db/audit-queries.ts'
import type { Tx } from '../../db/client.ts'
import { type LockedHandover, lockHandoverOfThread } from '../../db/handover-queries.ts'
import { memberFor } from '../../db/member-queries.ts'
import type { MemberActor } from '../../domain/actor.ts'
import { decideWrite, type WriteDecision } from '../../domain/handover.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

/** A message that somebody wrote in a thread; `ts` is Slack's own id of it. */
export type ThreadMessage = {
  channelId: string
  threadTs: string
  ts: string
  text: string
  actor: MemberActor
}

/**
 * Puts a rep's thread message in line to the lead. Slack may deliver the same message several times, even under new
 * event ids: it is known by its thread and its ts.
 */
export async function writeToLead(
  { db, queue, clock }: Pick<Deps, 'db' | 'queue' | 'clock'>,
  message: ThreadMessage,
): Promise<WriteDecision> {
  return db.$transaction(async (tx) => {
    const handover = await lockHandoverOfThread(tx, message.channelId, message.threadTs)
    if (!handover) return { kind: 'not-a-handover' }
    const decision = decideWrite(handover, {
      slackUserId: message.actor.slackUserId,
      text: message.text,
    })
    if (decision.kind !== 'queued') return decision
    const messageId = await insertOnce(tx, { handover, message, now: clock.now() })
    if (messageId === null) return decision
    const { actor } = message
    await audit(tx, {
      actor,
      action: 'wrote to the lead',
      subject: 'handover',
      subjectId: handover.id,
      origin: 'slack',
    })
    await queue.enqueue(tx, jobs.sendConversationMessage, { payload: { messageId } })
    return decision
  })
}

type Inserting = { handover: LockedHandover; message: ThreadMessage; now: Date }

// The handover is locked, so looking first is safe.
async function insertOnce(tx: Tx, { handover, message, now }: Inserting): Promise<string | null> {
  const known = await tx.message.findFirst({ where: { handoverId: handover.id, threadTs: message.ts } })
  if (known) return null
  const contact = await tx.contact.findUniqueOrThrow({ where: { id: handover.contactId } })
  const { id } = await tx.message.create({
    data: {
      direction: 'outbound',
      purpose: 'conversation',
      state: 'queued',
      campaignId: handover.campaignId,
      contactId: handover.contactId,
      handoverId: handover.id,
      memberId: await memberFor(tx, message.actor),
      address: contact.email,
      text: message.text,
      threadTs: message.ts,
      createdAt: now,
    },
  })
  return id
}
