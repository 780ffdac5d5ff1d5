import { audienceSizes } from '../../db/campaign-queries.ts'
import type { Tx } from '../../db/client.ts'
import { endContacts } from '../../db/contact-end-queries.ts'
import {
  closeDeliveries,
  lockMessages,
  type PendingDelivery,
  takePendingDeliveries,
} from '../../db/event-queries.ts'
import { callsWith, writeOutCalls } from '../../db/open-call-queries.ts'
import { saveEvents } from '../../db/save-events.ts'
import { applyMessageSignals } from '../../db/signal-queries.ts'
import { redrawAfterSeconds } from '../../domain/campaign.ts'
import { endingOf, namesIn, namesNoMail, signalOfEvent } from '../../domain/event.ts'
import { matchEvents } from '../../domain/event-match.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

type ApplyDeps = Pick<Deps, 'db' | 'queue' | 'clock' | 'mailbox' | 'log'>

const pageSize = 500

/** For how long a delivery that cannot be applied is tried again; by then it is not a lock or a restart that is in its way. */
const patienceMs = 60 * 60 * 1000

/**
 * Applies what the provider told us about messages, page by page, each page in one transaction and each event once.
 * A page with a delivery in it that cannot be applied is applied one by one, and only that delivery is left for the next
 * run; once it is an hour old it is put away.
 */
export async function applyMessageEvents(
  deps: ApplyDeps,
  _payload: Record<string, never>,
  signal: AbortSignal,
): Promise<void> {
  const left = new Set<string>()
  let taken = pageSize
  while (taken === pageSize && !signal.aborted) {
    try {
      taken = await applyNext(deps, { limit: pageSize, left }, () => {})
    } catch (error) {
      deps.log.warn({ error }, 'A page of webhooks cannot be applied at once, so each is applied by itself')
      taken = await applyOneByOne(deps, left, signal)
    }
  }
}

/**
 * Applies the oldest `limit` deliveries but for those `left`, and returns how many there were. `onTaken` hears which before
 * it can fail.
 */
async function applyNext(
  deps: ApplyDeps,
  { limit, left }: { limit: number; left: ReadonlySet<string> },
  onTaken: (deliveries: readonly PendingDelivery[]) => void,
): Promise<number> {
  const apply = () =>
    deps.db.$transaction(async (tx) => {
      const deliveries = await takePendingDeliveries(tx, { limit, except: [...left] })
      onTaken(deliveries)
      await applyDeliveries(deps, tx, deliveries)
      return deliveries.length
    })
  for (;;) {
    try {
      return await apply()
    } catch (error) {
      if (!(error instanceof AnswerPending)) throw error
      // Each time fewer calls are open.
      await writeOutCalls(deps.db, error.attempts)
    }
  }
}

/** Thrown where a webhook was quicker than the provider's answer to the call, or that was lost: its mails are no rows yet. */
class AnswerPending extends Error {
  readonly attempts: readonly string[]

  constructor(attempts: readonly string[]) {
    super('A webhook names mails of calls that are open')
    this.attempts = attempts
  }
}

/** Applies some deliveries in the caller's transaction: all of them, or it throws and the transaction is lost. */
async function applyDeliveries(
  { queue, clock, mailbox, log }: ApplyDeps,
  tx: Tx,
  deliveries: readonly PendingDelivery[],
): Promise<void> {
  const now = clock.now()
  const told = deliveries.map(({ id, payload }) => ({ id, event: mailbox.readEvent(payload) }))
  const events = told.flatMap(({ id, event }) => (event ? [{ id, event }] : []))
  const named = namesIn(events.map(({ event }) => event))
  const open = await callsWith(tx, named.ids)
  if (open.length > 0) throw new AnswerPending(open)
  const signalling = namesIn(events.flatMap(({ event }) => (signalOfEvent(event) ? [event] : [])))
  const messages = await lockMessages(tx, named, signalling)
  const { matched, outcomes } = matchEvents(told, messages)
  for (const { deliveryId, outcome } of outcomes.filter((o) => o.outcome === 'incident')) {
    log.warn(
      { webhookDeliveryId: deliveryId, outcome },
      'A webhook proves a mail accepted that had been given up: a second copy may exist, or one too many',
    )
  }
  const { settled, campaignIds, wrongIds, conversationIds } = await saveEvents(tx, matched, { now, mailbox })
  const signals = matched.flatMap(({ event, messageId }) => {
    const signal = signalOfEvent(event)
    return signal ? [{ messageId, signal }] : []
  })
  const reacted = await applyMessageSignals(tx, signals, now)
  const alone = events.filter(({ event }) => namesNoMail(event) && endingOf(event).length > 0)
  const endings = [...matched, ...alone].flatMap(({ event }) => endingOf(event))
  const ended = endings.length === 0 ? [] : (await endContacts(tx, endings)).campaignIds
  const endedAlone = new Set(alone.map(({ id }) => id))
  await closeDeliveries(
    tx,
    outcomes.map(({ deliveryId: id, outcome }) => ({
      id,
      outcome: endedAlone.has(id) ? 'applied' : outcome,
    })),
    now,
  )
  // A campaign may be through now, which whoever sends finds out.
  if (settled > 0) await queue.enqueue(tx, jobs.sendDueMessages, { payload: { lane: 1 }, key: 'lane-1' })
  for (const campaignId of wrongIds) {
    await queue.enqueue(tx, jobs.guardCampaign, { payload: { campaignId }, key: campaignId })
  }
  for (const messageId of conversationIds) {
    await queue.enqueue(tx, jobs.sendConversationMessage, { payload: { messageId } })
  }
  for (const { campaignId, audience } of await audienceSizes(tx, [...campaignIds, ...reacted, ...ended])) {
    const afterSeconds = redrawAfterSeconds(audience)
    await queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId, afterSeconds })
  }
}

/** As many as a page holds; returns how many there were. Throws when not even taking one works. */
async function applyOneByOne(deps: ApplyDeps, left: Set<string>, signal: AbortSignal): Promise<number> {
  const failedOnce = new Set<string>()
  let seen = 0
  while (seen < pageSize && !signal.aborted) {
    let current: PendingDelivery | undefined
    try {
      const taken = await applyNext(deps, { limit: 1, left }, ([delivery]) => {
        current = delivery
      })
      if (taken === 0) break
      seen += 1
    } catch (error) {
      if (current === undefined) throw error
      // Once may be a deadlock; after twice everything behind it has its turn.
      if (failedOnce.has(current.id)) {
        left.add(current.id)
        await giveUp(deps, current, error)
        seen += 1
      } else failedOnce.add(current.id)
    }
  }
  return seen
}

// What one delivery died of others may die of too: admins read one line about all of them.
const gatherSeconds = 60

/** Its payload stays, so that it can be applied once it is known what was wrong. */
async function giveUp(
  { db, queue, clock, log }: ApplyDeps,
  { id, receivedAt }: PendingDelivery,
  error: unknown,
): Promise<void> {
  const now = clock.now()
  if (now.getTime() - receivedAt.getTime() < patienceMs) {
    log.warn({ webhookDeliveryId: id, error }, 'A webhook cannot be applied yet and is left for the next run')
    return
  }
  await db.$transaction(async (tx) => {
    await closeDeliveries(tx, [{ id, outcome: 'failed' }], now)
    await queue.enqueue(tx, jobs.noteFailedWebhooks, { payload: {}, key: 'all', afterSeconds: gatherSeconds })
  })
  log.error({ webhookDeliveryId: id, error }, 'A webhook could not be applied and was put away')
}
