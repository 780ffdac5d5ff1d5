import type { Channel } from './channels.ts'
import { tellReaction } from './events.ts'
import type { Message } from './messages.ts'
import type { World } from './world.ts'

type Reacting = { user: string; name: string }

/** Adds a reaction; false when this user had already given it. */
export function addReaction(
  world: World,
  at: { channel: Channel; message: Message },
  { user, name }: Reacting,
): boolean {
  const users = at.message.reactions.get(name) ?? new Set()
  if (users.has(user)) return false
  at.message.reactions.set(name, users.add(user))
  tellReaction(world, at, { user, name, added: true })
  world.changes.changed()
  return true
}

/** Takes a reaction back; false when this user had not given it. */
export function removeReaction(
  world: World,
  at: { channel: Channel; message: Message },
  { user, name }: Reacting,
): boolean {
  const users = at.message.reactions.get(name)
  if (!users?.delete(user)) return false
  if (users.size === 0) at.message.reactions.delete(name)
  tellReaction(world, at, { user, name, added: false })
  world.changes.changed()
  return true
}
