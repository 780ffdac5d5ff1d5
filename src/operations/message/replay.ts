import { audit } from '../../db/audit-queries.ts'
import { tracesIn } from '../../db/attempt-queries.ts'
import type { Tx } from '../../db/client.ts'
import { settleWitnessed } from '../../db/event-queries.ts'
import { lockCampaign } from '../../db/lock-queries.ts'
import { requireAdmin, requirePermitted } from '../../db/permission-queries.ts'
import {
  type ProblemRef,
  putInLine,
  settledMeanwhile,
  type StuckMessage,
  stuckMessage,
  takeUpAgain,
} from '../../db/problem-queries.ts'
import { moveSettled } from '../../db/straggler-queries.ts'
import type { Actor, Origin } from '../../domain/actor.ts'
import { searched, SearchFailed, severalUnderOne, streamOf } from '../../domain/found-mails.ts'
import { requireTraceable } from '../../domain/problem.ts'
import { Refusal } from '../../domain/refusal.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

type ReplayDeps = Pick<Deps, 'db' | 'queue' | 'clock' | 'email'>

/** Something that waits for a person, and who decided to try it again. */
export type ReplayProblem = { problem: ProblemRef; actor: Actor; origin: Origin }

/** It is in line again; or the provider has the mail after all, which is settled as sent and not sent again. */
export type Replayed = { kind: 'in-line' | 'was-sent' }

/**
 * Tries again what Baton could not settle. A mail goes out once more, as a new attempt, only if the provider, asked again,
 * still has no trace of it.
 * @throws Refusal when it was settled meanwhile, when the provider cannot be asked, and when its person is out of the campaign
 */
export async function replayProblem(deps: ReplayDeps, request: ReplayProblem): Promise<Replayed> {
  if (request.problem.kind === 'webhook') return replayWebhook(deps, request)
  const { id } = request.problem
  const message = await stuckMessage(deps.db, id)
  if (message.purpose === 'test')
    throw new Refusal('test-not-replayed', 'This was a test: send another one, and leave this as it is.')
  requireTraceable(message.claimedAt, deps.clock.now())
  const found = await traceOf(deps, message)
  return deps.db.$transaction(async (tx) => {
    await requireMending(tx, message, request.actor)
    const kind = await settle(deps, tx, { message, found })
    await audit(tx, {
      actor: request.actor,
      action: 'replayed',
      subject: 'message',
      subjectId: id,
      origin: request.origin,
      detail: { outcome: kind },
    })
    return { kind }
  })
}

/** The provider's id of a mail; null where it has no trace of it. */
async function traceOf(deps: ReplayDeps, { id, attempt, purpose }: StuckMessage): Promise<string | null> {
  if (attempt === null) return null
  try {
    const mails = await searched(() => deps.email.findByAttempt(attempt, streamOf(purpose)))
    const { ids, shared } = await tracesIn(deps.db, mails)
    if (shared.has(id)) throw new Refusal('provider-unclear', unclear)
    return ids.get(id) ?? null
  } catch (error) {
    if (!(error instanceof SearchFailed)) throw error
    throw new Refusal(
      'provider-not-asked',
      'The email provider could not be asked whether it has this mail, so it was not sent again. Try again later.',
    )
  }
}

const unclear = `${severalUnderOne} Whether it has this one cannot be told, so it was not sent again. Leave it as it is, or try again later.`

/** Locks the campaign of a message, if it has one, and refuses whoever may not decide about it. */
async function requireMending(tx: Tx, { campaignId }: StuckMessage, actor: Actor): Promise<void> {
  if (campaignId === null) return requireAdmin(tx, actor)
  const { owner, status } = await lockCampaign(tx, campaignId)
  await requirePermitted(tx, 'mend', { actor, owner })
  if (status === 'cancelled')
    throw new Refusal(
      'campaign-cancelled',
      'Its campaign was cancelled, so it is not sent any more. Leave it as it is.',
    )
  return undefined
}

async function settle(
  { queue, clock }: ReplayDeps,
  tx: Tx,
  { message, found }: { message: StuckMessage; found: string | null },
): Promise<Replayed['kind']> {
  const { id: messageId, campaignId, attempt, purpose } = message
  const now = clock.now()
  if (purpose === 'sequence') await takeUpAgain(tx, message, now)
  if (found === null) {
    await putInLine(tx, message, now)
    await moveSettled(tx, {
      messageIds: [messageId],
      campaignIds: campaignId === null ? [] : [campaignId],
      now,
    })
  } else {
    const witness = { messageId, attempt, providerMessageId: found }
    const { changed } = await settleWitnessed(tx, [witness], now)
    if (changed === 0) throw settledMeanwhile()
  }
  await queue.enqueue(tx, jobs.sendDueMessages, { payload: { lane: 1 }, key: 'lane-1' })
  await queue.enqueue(tx, jobs.wakeEnrollments, { payload: {}, key: 'all' })
  if (purpose === 'conversation')
    await queue.enqueue(tx, jobs.sendConversationMessage, { payload: { messageId } })
  if (campaignId !== null)
    await queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId })
  return found === null ? 'in-line' : 'was-sent'
}

async function replayWebhook(
  { db, queue }: ReplayDeps,
  { problem: { id }, actor, origin }: ReplayProblem,
): Promise<Replayed> {
  return db.$transaction(async (tx) => {
    await requireAdmin(tx, actor)
    const [delivery] = await tx.webhookDelivery.updateManyAndReturn({
      where: { id, outcome: 'failed' },
      data: { outcome: null, appliedAt: null },
      select: { source: true },
    })
    if (!delivery) throw settledMeanwhile()
    await audit(tx, { actor, action: 'replayed', subject: 'webhook_delivery', subjectId: id, origin })
    if (delivery.source === 'postmark-inbound')
      await queue.enqueue(tx, jobs.recordReply, { payload: { webhookDeliveryId: id } })
    else await queue.enqueue(tx, jobs.applyMessageEvents, { payload: {}, key: 'all' })
    return { kind: 'in-line' }
  })
}
