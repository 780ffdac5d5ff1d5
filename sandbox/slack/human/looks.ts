import { wordsOf } from '../blocks.ts'
import { channelLabel, channelNamed } from '../channels.ts'
import { tellDeleted, tellMembership } from '../events.ts'
import { removeMessage } from '../messages.ts'
import type { MessageWhere, Where } from '../person-types.ts'
import type { Actor } from './actor.ts'
import { messageAt, placesAt } from './places.ts'

/** All words of a modal, the Home or a message, in reading order. */
export function reads(actor: Actor, where: Where): string[] {
  const [place] = placesAt(actor, where)
  if (!place) return []
  const words = wordsOf(place.blocks)
  if (place.spot.kind === 'view') return [...wordsOf([{ title: place.spot.view.payload['title'] }]), ...words]
  return words.length > 0 ? words : [place.spot.message.text]
}

/** Deletes a message the person wrote. @throws Error when it is somebody else's */
export function removeOwn(actor: Actor, where: MessageWhere): void {
  const { channel, message } = messageAt(actor, where)
  if (message.user !== actor.user.id) throw new Error(`That message is not ${actor.user.name}'s to delete`)
  removeMessage(actor.world, channel, message)
  tellDeleted(actor.world, channel, message)
}

/** Joins a public channel. @throws Error when it is not one */
export function join({ world, user }: Actor, named: string): void {
  const channel = channelNamed(world, user.id, named)
  if (channel.kind !== 'public') throw new Error(`${channelLabel(world, channel)} cannot be joined`)
  if (channel.members.has(user.id)) return
  channel.members.add(user.id)
  tellMembership(world, channel, { user: user.id, type: 'member_joined_channel' })
  world.changes.changed()
}
