import { deliver } from '../delivery.ts'
import { closedPayload } from '../payloads.ts'
import type { Outcome } from '../person-types.ts'
import { clearStack, dropView } from '../views.ts'
import type { View } from '../views.ts'
import { acknowledged, reasonOf } from './actor.ts'
import type { Actor } from './actor.ts'
import { topModal } from './places.ts'

/** Closes the top modal, or the whole stack; the app hears of the views that asked for it. */
export async function close(actor: Actor, what: 'top' | 'all'): Promise<Outcome> {
  const { world, user } = actor
  const top = topModal(actor)
  const cleared = what === 'all' || top.payload['clear_on_close'] === true
  const closed = cleared ? clearStack(world, user.id) : [top]
  if (!cleared) dropView(world, top)
  const telling = closed
    .filter((view) => view.payload['notify_on_close'] === true)
    .map(async (view) => tellClosed(actor, view, { cleared }))
  const outcomes = await Promise.all(telling)
  return outcomes.find((outcome) => outcome.kind === 'failed') ?? acknowledged
}

async function tellClosed(
  { world, user }: Actor,
  view: View,
  { cleared }: { cleared: boolean },
): Promise<Outcome> {
  const payload = closedPayload(world, { user, view, cleared })
  const { ack } = await deliver(world, { of: 'view', user: user.id, payload })
  return ack.kind === 'acknowledged' ? acknowledged : { kind: 'failed', notice: reasonOf(world, ack) }
}
