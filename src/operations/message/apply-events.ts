import { closeDeliveries, takePendingDeliveries } from '../../db/event-queries.ts'
import type { Deps } from '../deps.ts'
import { applyDeliveries } from './apply-deliveries.ts'

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
