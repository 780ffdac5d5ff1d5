import { clientOf } from './client.ts'
import type { Channel } from './channels.ts'
import { tellLinks, tellMessage } from './events.ts'
import { addMessage, makeMessage } from './messages.ts'
import type { Message, NewMessage } from './messages.ts'
import type { World } from './world.ts'

/** Posts for everyone in the channel, and tells the app as far as it subscribed. */
export function post(world: World, channel: Channel, from: NewMessage): Message {
  const message = makeMessage(world, from)
  for (const file of message.files) file.channels.add(channel.id)
  addMessage(world, channel, message)
  tellMessage(world, channel, message)
  if (!message.fromApp) tellLinks(world, channel, message)
  return message
}

/** Shows a message to one person only. Slack keeps no copy: the channel's history never has it. */
export function postEphemeral(
  world: World,
  channel: Channel,
  from: NewMessage & { onlyFor: string },
): Message {
  const message = makeMessage(world, from)
  const client = clientOf(world, from.onlyFor)
  const shown = client.ephemerals.get(channel.id) ?? []
  client.ephemerals.set(channel.id, [...shown, message].slice(-100))
  world.changes.changed()
  return message
}

/** A message by its ts as one person sees the channel: posted for all, or only for them. */
export function messageSeenBy(
  world: World,
  channel: Channel,
  { ts, userId }: { ts: string; userId: string },
): Message | undefined {
  const own = clientOf(world, userId).ephemerals.get(channel.id) ?? []
  return channel.messages.get(ts) ?? own.find((message) => message.ts === ts)
}

/** Takes an ephemeral message off the one screen it is on. */
export function dropEphemeral(world: World, channel: Channel, message: Message): void {
  if (message.onlyFor === null) return
  const client = clientOf(world, message.onlyFor)
  const rest = (client.ephemerals.get(channel.id) ?? []).filter((each) => each !== message)
  client.ephemerals.set(channel.id, rest)
  world.changes.changed()
}
