import { openAttempt, openAttempts, type OpenAttempt, tracesIn } from '../../db/attempt-queries.ts'
import type { Tx } from '../../db/client.ts'
import { callsBefore, writeOutCalls } from '../../db/open-call-queries.ts'
import { settleMessages } from '../../db/settle-queries.ts'
import { searched, SearchFailed, severalUnderOne, streamOf } from '../../domain/found-mails.ts'
import { type Settlement, settled, settleSearched } from '../../domain/message.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

type ReconcileDeps = Pick<Deps, 'db' | 'queue' | 'clock' | 'email' | 'log' | 'settings'>

/**
 * Asks the provider about every call whose end is not known and which is old enough that its index must show it:
 * what is found was sent, what is not goes back in line once and then waits for a person. A call of which the provider cannot
 * say is asked about again each time, and given up by a job of its own a day after the first.
 */
export async function reconcileMessages(
  deps: ReconcileDeps,
  _payload: Record<string, never>,
  signal: AbortSignal,
): Promise<void> {
  const before = await oldEnough(deps)
  await writeOutLost(deps, before, signal)
  const untold: string[] = []
  for (const open of await openAttempts(deps.db, before)) {
    if (signal.aborted) break
    try {
      await reconcileAttempt(deps, open)
    } catch (error) {
      // One that cannot be settled must not keep the younger ones waiting; this one is asked about again next time.
      deps.log.error({ error, attempt: open.attempt }, 'A call could not be reconciled')
      if (error instanceof SearchFailed) untold.push(open.attempt)
    }
  }
  if (untold.length > 0) await giveUpLater(deps, untold)
}

const givenUp = 'for a day the email provider could not say whether it has this mail'

/**
 * Asks once more about a call that nobody could tell the end of since a day ago. If that still cannot be told, its messages
 * wait for a person, who may have them tried again: the provider is asked before anything is sent. For a failure of our own
 * database nobody is given up: it is thrown, and the queue runs the job again.
 */
export async function giveUpSearch(deps: ReconcileDeps, { attempt }: { attempt: string }): Promise<void> {
  const open = await openAttempt(deps.db, attempt)
  if (open === null) return
  try {
    await reconcileAttempt(deps, open)
  } catch (error) {
    if (!(error instanceof SearchFailed)) throw error
    deps.log.error({ error, attempt }, 'A call was given up: it cannot be told what became of its messages')
    const stuck = open.messages.map(({ id }) => settled(id, 'needs_human', givenUp))
    await settleOpen(deps, open, stuck)
  }
}

/** A clock that was set meanwhile must not make a call look old that is still under way. */
async function oldEnough({ clock, settings }: ReconcileDeps): Promise<Date> {
  const ageMs = settings.sendLeaseMs + settings.settleWindowMs
  return (await clock.surelyAgo?.(ageMs)) ?? new Date(clock.now().getTime() - ageMs)
}

/** Whoever made these calls cannot settle them any more, so each of their messages is looked at by itself from now on. */
async function writeOutLost({ db, log }: ReconcileDeps, before: Date, signal: AbortSignal): Promise<void> {
  for (const attempt of await callsBefore(db, before)) {
    if (signal.aborted) return
    try {
      const leftOut = await writeOutCalls(db, [attempt])
      if (leftOut > 0) log.error({ attempt, leftOut }, 'Some of a call have a message of the step already')
    } catch (error) {
      log.error({ error, attempt }, 'The messages of a call could not be written out')
    }
  }
}

// Longer than the provider is away; only then is it for a person to decide.
const askedForSeconds = 24 * 60 * 60

/** Of a call that waits for this already, the first failure counts. */
const giveUpLater = ({ db, queue }: ReconcileDeps, untold: readonly string[]): Promise<void> =>
  db.$transaction(async (tx) => {
    for (const attempt of untold)
      await queue.enqueue(tx, jobs.giveUpSearch, {
        payload: { attempt },
        key: attempt,
        afterSeconds: askedForSeconds,
        ifNoneWaits: true,
      })
  })

/** Asks about one call and settles it. Throws a `SearchFailed` when it cannot be told what became of all its messages. */
async function reconcileAttempt(deps: ReconcileDeps, open: OpenAttempt): Promise<void> {
  const { attempt, purpose, messages } = open
  const mails = await searched(() => deps.email.findByAttempt(attempt, streamOf(purpose)))
  const { ids, shared } = await tracesIn(deps.db, mails)
  const told = messages.filter(({ id }) => !shared.has(id))
  const settlements = told.map(({ id, attempts }) => settleSearched(id, ids.get(id) ?? null, attempts))
  await settleOpen(deps, open, settlements)
  if (told.length < messages.length) throw new SearchFailed(severalUnderOne)
}

/** Writes down what became of messages of a call whose fate was open, and tells whoever waits for it. */
async function settleOpen(
  deps: ReconcileDeps,
  { attempt, messages }: OpenAttempt,
  settlements: readonly Settlement[],
): Promise<void> {
  const now = deps.clock.now()
  await deps.db.$transaction(async (tx) => {
    const fence = { attempt, from: ['sending', 'unknown'] as const }
    const { changed, campaignIds, conversationIds } = await settleMessages(tx, fence, {
      settlements,
      now,
      retryAt: now,
    })
    deps.log.info(
      {
        attempt,
        asked: messages.length,
        found: settlements.filter(({ state }) => state === 'sent').length,
        settled: changed,
      },
      'Reconciled a call',
    )
    await deps.queue.enqueue(tx, jobs.sendDueMessages, { payload: { lane: 1 }, key: 'lane-1' })
    const stuck = settlements.some(({ state }) => state === 'needs_human')
    for (const campaignId of campaignIds) {
      if (stuck) await tellOwner(deps, tx, campaignId)
      await deps.queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId })
    }
    // Whoever wrote it is told what became of it; one that is back in line goes out again.
    for (const messageId of conversationIds) {
      await deps.queue.enqueue(tx, jobs.sendConversationMessage, { payload: { messageId } })
    }
  })
}

// An outage leaves many calls behind: their owner reads one line about all of them.
const gatherSeconds = 5

const tellOwner = ({ queue }: ReconcileDeps, tx: Tx, campaignId: string): Promise<void> =>
  queue.enqueue(tx, jobs.noteStuck, {
    payload: { campaignId },
    key: campaignId,
    afterSeconds: gatherSeconds,
  })
