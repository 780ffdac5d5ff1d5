import { openAttempt } from '../../db/attempt-queries.ts'
import { settled } from '../../domain/message.ts'
import { reconcileAttempt, type ReconcileDeps, settleOpen } from './reconcile.ts'

const reason = 'for a day the email provider could not say whether it has this mail'

/**
 * Asks once more about a call that nobody could tell the end of since a day ago. If that still cannot be told, its messages
 * wait for a person, who may have them tried again: the provider is asked before anything is sent.
 */
export async function giveUpSearch(deps: ReconcileDeps, { attempt }: { attempt: string }): Promise<void> {
  const open = await openAttempt(deps.db, attempt)
  if (open === null) return
  try {
    await reconcileAttempt(deps, open)
  } catch (error) {
    deps.log.error({ error, attempt }, 'A call was given up: it cannot be told what became of its messages')
    await settleOpen(
      deps,
      open,
      open.messages.map(({ id }) => settled(id, 'needs_human', reason)),
    )
  }
}
