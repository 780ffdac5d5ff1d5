import { appDm } from '../channels.ts'
import type { Channel } from '../channels.ts'
import type { JsonObject } from '../json.ts'
import type { Message } from '../messages.ts'
import type { World } from '../world.ts'
import { ApiError, text } from './call.ts'

/**
 * The channel a call names, as far as the app can see it: a private channel it is not in does not exist for it.
 * Names with or without # work where Slack takes them.
 * @throws ApiError channel_not_found
 */
export function channelArgument(world: World, args: JsonObject, name = 'channel'): Channel {
  const named = text(args, name)
  const channel = world.channels.get(named)
  if (!channel || !isVisible(world, channel)) throw new ApiError('channel_not_found')
  return channel
}

const isVisible = (world: World, channel: Channel): boolean =>
  channel.kind === 'public' || isMember(world, channel)

export const isMember = (world: World, channel: Channel): boolean =>
  channel.members.has(world.app.bot_user_id)

/**
 * Where a message may be posted: a channel id, '#name', or a user id for the direct messages with that person.
 * @throws ApiError channel_not_found, is_archived, not_in_channel, messages_tab_disabled
 */
export function postingTarget(world: World, args: JsonObject): Channel {
  const channel = findPostingChannel(world, text(args, 'channel'))
  if (channel.archived) throw new ApiError('is_archived')
  if (channel.kind === 'im' && !world.manifest.messagesEnabled) throw new ApiError('messages_tab_disabled')
  const invited = isMember(world, channel) || world.manifest.scopes.has('chat:write.public')
  if (!invited) throw new ApiError('not_in_channel')
  return channel
}

function findPostingChannel(world: World, named: string): Channel {
  const user = world.users.get(named)
  if (user && !user.isBot && !user.deleted) return appDm(world, user.id)
  const found =
    world.channels.get(named) ??
    [...world.channels.values()].find(
      (channel) => channel.kind !== 'im' && channel.name === named.replace(/^#/, ''),
    )
  if (!found || !isVisible(world, found)) throw new ApiError('channel_not_found')
  return found
}

/** @throws ApiError message_not_found */
export function messageArgument(channel: Channel, ts: string): Message {
  const message = channel.messages.get(ts)
  if (!message) throw new ApiError('message_not_found')
  return message
}

/**
 * The thread a post goes to: always its parent, even when the call names a reply.
 * @throws ApiError cannot_reply_to_message when there is no such message
 */
export function threadArgument(channel: Channel, args: JsonObject): string | null {
  const named = text(args, 'thread_ts')
  if (named === '') return null
  const message = channel.messages.get(named)
  if (!message) throw new ApiError('cannot_reply_to_message')
  return message.threadTs ?? message.ts
}
