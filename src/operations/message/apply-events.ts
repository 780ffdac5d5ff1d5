import { audienceSizes } from '../../db/campaign-queries.ts'
import type { Tx } from '../../db/client.ts'
import {
  closeDeliveries,
  endContacts,
  lockMessages,
  type PendingDelivery,
  takePendingDeliveries,
} from '../../db/event-queries.ts'
import { saveEvents } from '../../db/save-events.ts'
import { applyMessageSignals } from '../../db/signal-queries.ts'
import { redrawAfterSeconds } from '../../domain/campaign.ts'
import { endingOf, namesIn, namesNoMail, signalOfEvent } from '../../domain/event.ts'
import { matchEvents } from '../../domain/event-match.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

type ApplyDeps = Pick<Deps, 'db' | 'queue' | 'clock' | 'mailbox' | 'log'>

const pageSize = 500

/**
 * Applies what the provider told us about messages, page by page, each page in one transaction and each event once.
 * A page with a delivery in it that cannot be applied is applied one by one, and only that delivery is put away.
 */
export async function applyMessageEvents(
  deps: ApplyDeps,
  _payload: Record<string, never>,
  signal: AbortSignal,
): Promise<void> {
  let taken = pageSize
  while (taken === pageSize && !signal.aborted) {
    try {
      taken = await applyNext(deps, pageSize, () => {})
    } catch (error) {
      deps.log.warn({ error }, 'A page of webhooks cannot be applied at once, so each is applied by itself')
      taken = await applyOneByOne(deps, signal)
    }
  }
}

/** Applies the oldest `limit` deliveries, and returns how many there were. `onTaken` hears which before it can fail. */
async function applyNext(
  deps: ApplyDeps,
  limit: number,
  onTaken: (ids: readonly string[]) => void,
): Promise<number> {
  return deps.db.$transaction(async (tx) => {
    const deliveries = await takePendingDeliveries(tx, limit)
    onTaken(deliveries.map(({ id }) => id))
    await applyDeliveries(deps, tx, deliveries)
    return deliveries.length
  })
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
  const messages = await lockMessages(tx, namesIn(events.map(({ event }) => event)))
  const { matched, outcomes } = matchEvents(told, messages)
  for (const { deliveryId, outcome } of outcomes.filter((o) => o.outcome === 'incident')) {
    log.warn(
      { webhookDeliveryId: deliveryId, outcome },
      'A webhook proves a mail accepted that had been given up: a second copy may exist, or one too many',
    )
  }
  const { settled, campaignIds, wrongIds, conversationIds } = await saveEvents(tx, matched, now)
  const signals = matched.flatMap(({ event, messageId }) => {
    const signal = signalOfEvent(event)
    return signal ? [{ messageId, signal }] : []
  })
  const reacted = await applyMessageSignals(tx, signals, now)
  const alone = events.filter(({ event }) => namesNoMail(event) && endingOf(event).length > 0)
  const endings = [...matched, ...alone].flatMap(({ event }) => endingOf(event))
  const ended = endings.length === 0 ? [] : await endContacts(tx, endings)
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
async function applyOneByOne(deps: ApplyDeps, signal: AbortSignal): Promise<number> {
  const failedOnce = new Set<string>()
  let settled = 0
  while (settled < pageSize && !signal.aborted) {
    let current: string | undefined
    try {
      const taken = await applyNext(deps, 1, ([id]) => {
        current = id
      })
      if (taken === 0) break
      settled += 1
    } catch (error) {
      if (current === undefined) throw error
      // Once may be a deadlock; what fails again by itself would fail for ever, and everything after it with it.
      if (!failedOnce.has(current)) failedOnce.add(current)
      else {
        await putAway(deps, current, error)
        settled += 1
      }
    }
  }
  return settled
}

/** Its payload stays, so that it can be applied once it is known what was wrong. */
async function putAway({ db, clock, log }: ApplyDeps, id: string, error: unknown): Promise<void> {
  await closeDeliveries(db, [{ id, outcome: 'failed' }], clock.now())
  log.error({ webhookDeliveryId: id, error }, 'A webhook could not be applied and was put away')
}
