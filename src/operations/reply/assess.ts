import type { Db, Tx } from '../../db/client.ts'
import { joinHandover } from '../../db/conversation-queries.ts'
import { endContacts } from '../../db/contact-end-queries.ts'
import { replyContext, type ReplyContext } from '../../db/reply-queries.ts'
import type { Intent, Sentiment } from '../../domain/assessment.ts'
import { scoreLead, shouldHandOver, unreadReply } from '../../domain/lead-score.ts'
import { jobs } from '../../ports/jobs.ts'
import type { ModelUsage } from '../../ports/language-model.ts'
import type { Deps } from '../deps.ts'

type AssessDeps = Pick<Deps, 'db' | 'queue' | 'clock' | 'languageModel' | 'log'>

/** For how long a model that does not answer is asked again before a person reads the reply instead. */
const patienceMs = 20 * 60 * 1000

/** How many replies of one person the model reads in a day: whoever writes more costs nothing more. */
const readingsInADay = 5

/** What was concluded from a reply, and by whom. */
type Conclusion = {
  intent: Intent
  sentiment: Sentiment
  score: number
  reasons: string[]
  usage: ModelUsage | null
}

/**
 * Concludes what a reply means and, where the score says so, hands the lead over. The model is asked outside any
 * transaction; what follows from its answer is decided here, by rules, in one commit. Run twice, the first wins.
 */
export async function assessReply(deps: AssessDeps, { replyId }: { replyId: string }): Promise<void> {
  const reply = await replyContext(deps.db, replyId)
  if (!reply || reply.assessed) return
  const conclusion = await conclude(deps, reply)
  await deps.db.$transaction((tx) => save(deps, tx, { reply, conclusion }))
}

async function conclude({ languageModel, clock, log }: AssessDeps, reply: ReplyContext): Promise<Conclusion> {
  if (!languageModel) return unread(reply, 'no model is set up')
  if (reply.text === '') return unread(reply, 'no words of their own')
  if (reply.repliesInADay > readingsInADay) return unread(reply, 'many replies from this person today')
  const outcome = await languageModel.readReply({ text: reply.text, campaignName: reply.campaignName })
  if (outcome.kind === 'ok') {
    const { intent, sentiment, interest, reasons } = outcome.reading
    const lead = scoreLead({ intent, sentiment, interest, clicks: reply.clicks, jobTitle: reply.jobTitle })
    return {
      intent,
      sentiment,
      score: lead.score,
      reasons: [...reasons, ...lead.reasons],
      usage: outcome.usage,
    }
  }
  log.warn({ replyId: reply.id, outcome: outcome.kind, reason: outcome.reason }, 'The model gave no reading')
  const waited = clock.now().getTime() - reply.createdAt.getTime()
  if (outcome.kind === 'transport' && waited < patienceMs)
    throw new Error(`The model cannot be asked: ${outcome.reason}`)
  return unread(reply, 'the model gave no usable answer')
}

function unread(reply: ReplyContext, why: string): Conclusion {
  return { ...unreadReply(reply.handoverScore, why), usage: null }
}

type Saving = { reply: ReplyContext; conclusion: Conclusion }

async function save({ queue, clock }: AssessDeps, tx: Tx, { reply, conclusion }: Saving): Promise<void> {
  const { usage, ...concluded } = conclusion
  const { count } = await tx.assessment.createMany({
    data: [
      {
        ...concluded,
        replyId: reply.id,
        source: usage ? 'model' : 'rules',
        ...usage,
        createdAt: clock.now(),
      },
    ],
    skipDuplicates: true,
  })
  if (count === 0) return
  // A model may only ever add a suppression, never lift one.
  if (conclusion.intent === 'unsubscribe') {
    await endContacts(tx, [{ address: reply.contactEmail, reason: 'unsubscribed' }])
  }
  const handoverId = shouldHandOver(conclusion, reply.handoverScore)
    ? await handOver(tx, { reply, conclusion })
    : null
  if (handoverId !== null)
    await queue.enqueue(tx, jobs.showHandover, { payload: { handoverId }, key: handoverId })
  // Somebody may have this contact on the table by now, through this reply or another: what is new goes to their thread.
  for (const messageId of await joinHandover(tx, reply.contactId)) {
    await queue.enqueue(tx, jobs.showConversationMessage, { payload: { messageId } })
  }
  const { campaignId } = reply
  if (campaignId !== null)
    await queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId })
}

async function handOver(tx: Tx | Db, { reply, conclusion }: Saving): Promise<string | null> {
  const { campaignId, enrollmentId, salesChannelId } = reply
  if (campaignId === null || enrollmentId === null || salesChannelId === null) return null
  const [handover] = await tx.handover.createManyAndReturn({
    data: [
      {
        contactId: reply.contactId,
        campaignId,
        enrollmentId,
        replyId: reply.id,
        leadScore: conclusion.score,
        reasons: conclusion.reasons,
        channelId: salesChannelId,
      },
    ],
    // Somebody may be working on this contact already.
    skipDuplicates: true,
    select: { id: true },
  })
  if (!handover) return null
  await tx.message.update({ where: { id: reply.messageId }, data: { handoverId: handover.id } })
  return handover.id
}
