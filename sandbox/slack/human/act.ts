import { confirmOf, plainText } from '../blocks.ts'
import type { ElementRef } from '../blocks.ts'
import { clientOf } from '../client.ts'
import { deliver } from '../delivery.ts'
import type { JsonObject } from '../json.ts'
import { stringAt } from '../json.ts'
import { actionPayload } from '../payloads.ts'
import type { Outcome } from '../person-types.ts'
import type { ConfirmDialog, PendingAck } from '../snapshot-types.ts'
import { outcomeOf, refuse } from './actor.ts'
import type { Actor } from './actor.ts'
import type { Found, Place } from './places.ts'

/** Tells the app of one action. `value` is what the action item carries beside its ids. */
export async function sendAction(actor: Actor, { place, ref }: Found, value: JsonObject): Promise<Outcome> {
  const { world, user } = actor
  const channel = place.spot.kind === 'message' ? place.spot.channel.id : null
  if (!world.manifest.interactive) {
    return refuse(actor, `${world.manifest.name} is not set up to handle interactive responses`, channel)
  }
  const what = ref.words || ref.labels[0] || ref.actionId
  const { ack } = await deliver(world, {
    of: 'action',
    user: user.id,
    what,
    place: placeOf(place, ref),
    payload: actionPayload(world, { user, spot: place.spot, ref, value }),
  })
  return outcomeOf(actor, ack, { what, channel })
}

export function placeOf({ spot }: Place, { actionId }: ElementRef): PendingAck['place'] {
  if (spot.kind === 'view') return { viewId: spot.view.id, actionId }
  return { channel: spot.channel.id, ts: spot.message.ts, actionId }
}

type Asking = { element: JsonObject; confirm: true | undefined; proceed: () => Promise<Outcome> }

/** Goes on at once, or first shows the element's confirm dialog and waits for the person's answer to it. */
export async function askFirst(actor: Actor, { element, confirm, proceed }: Asking): Promise<Outcome> {
  const asked = confirmOf(element)
  if (!asked || confirm) return proceed()
  const dialog = readDialog(asked)
  clientOf(actor.world, actor.user.id).confirm = { dialog, proceed }
  actor.world.changes.changed()
  return { kind: 'needs-confirmation', dialog }
}

const readDialog = (confirm: JsonObject): ConfirmDialog => ({
  title: plainText(confirm['title']) || 'Are you sure?',
  text: plainText(confirm['text']),
  confirm: plainText(confirm['confirm']) || 'Yes',
  deny: plainText(confirm['deny']) || 'Cancel',
  style: stringAt(confirm, 'style') || 'primary',
})

/** Presses the open dialog's confirm button. @throws Error when no dialog is open */
export async function confirmDialog({ world, user }: Actor): Promise<Outcome> {
  const client = clientOf(world, user.id)
  const { confirm } = client
  if (!confirm) throw new Error(`No confirm dialog is open for ${user.name}`)
  client.confirm = null
  world.changes.changed()
  return confirm.proceed()
}

export function dismissDialog({ world, user }: Actor): void {
  clientOf(world, user.id).confirm = null
  world.changes.changed()
}
