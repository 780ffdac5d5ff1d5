import { deliver } from '../delivery.ts'
import { messageActionPayload, shortcutPayload } from '../payloads.ts'
import type { MessageWhere, Outcome } from '../person-types.ts'
import type { ShortcutView } from '../snapshot-types.ts'
import { outcomeOf, refuse } from './actor.ts'
import type { Actor } from './actor.ts'
import { messageAt } from './places.ts'

export async function globalShortcut(actor: Actor, name: string): Promise<Outcome> {
  const { world, user } = actor
  const shortcut = declared(actor, 'global', name)
  if (typeof shortcut === 'string') return refuse(actor, shortcut)
  const payload = shortcutPayload(world, user, shortcut.callbackId)
  const { ack } = await deliver(world, { of: 'shortcut', user: user.id, what: shortcut.name, payload })
  return outcomeOf(actor, ack, { what: shortcut.name })
}

export async function messageShortcut(actor: Actor, name: string, where: MessageWhere): Promise<Outcome> {
  const { world, user } = actor
  const { channel, message } = messageAt(actor, where)
  const shortcut = declared(actor, 'message', name)
  if (typeof shortcut === 'string') return refuse(actor, shortcut, channel.id)
  const { callbackId } = shortcut
  const { ack } = await deliver(world, {
    of: 'shortcut',
    user: user.id,
    what: shortcut.name,
    place: { channel: channel.id, ts: message.ts },
    payload: messageActionPayload(world, { user, channel, message, callbackId }),
  })
  return outcomeOf(actor, ack, { what: shortcut.name, channel: channel.id })
}

/** The shortcut the manifest declares by that name or callback_id, or why there is none to use. */
function declared({ world }: Actor, type: ShortcutView['type'], name: string): ShortcutView | string {
  const all = world.manifest.shortcuts.filter((shortcut) => shortcut.type === type)
  const found = all.find((shortcut) => shortcut.name === name || shortcut.callbackId === name)
  if (!found) {
    const names = all.map((shortcut) => shortcut.name).join(', ') || 'none'
    return `No ${type} shortcut '${name}'; declared: ${names}`
  }
  return world.manifest.interactive
    ? found
    : `${world.manifest.name} is not set up to handle interactive responses`
}
