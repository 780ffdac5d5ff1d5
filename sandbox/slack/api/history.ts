import type { Channel } from '../channels.ts'
import type { JsonObject } from '../json.ts'
import { messageJson } from '../message-json.ts'
import { threadReplies } from '../messages.ts'
import type { Message } from '../messages.ts'
import type { World } from '../world.ts'
import { ApiError, flag, page, requireScope, text } from './call.ts'
import type { Methods } from './call.ts'
import { channelArgument, isMember } from './targets.ts'

const scopes = ['channels:history', 'groups:history', 'im:history', 'mpim:history']
const historyScope = { public: 'channels:history', private: 'groups:history', im: 'im:history' } as const

export const historyMethods: Methods = {
  'conversations.history': {
    scopes,
    required: ['channel'],
    run(world, args) {
      const channel = readableChannel(world, args)
      const top = [...channel.messages.values()]
        .filter((message) => message.threadTs === null || message.subtype === 'thread_broadcast')
        .filter(within(args))
        .toReversed()
      return shown(world, top, args)
    },
  },
  'conversations.replies': {
    scopes,
    required: ['channel', 'ts'],
    run(world, args) {
      const channel = readableChannel(world, args)
      const named = channel.messages.get(text(args, 'ts'))
      if (!named) throw new ApiError('thread_not_found')
      const parent = channel.messages.get(named.threadTs ?? named.ts) ?? named
      const replies = threadReplies(channel, parent.ts).filter(within(args))
      return shown(world, [parent, ...replies], args)
    },
  },
}

function readableChannel(world: World, args: JsonObject): Channel {
  const channel = channelArgument(world, args)
  requireScope(world, [historyScope[channel.kind]])
  if (!isMember(world, channel)) throw new ApiError('not_in_channel')
  return channel
}

/** Keeps messages between `oldest` and `latest`; both ends only with `inclusive`. */
function within(args: JsonObject): (message: Message) => boolean {
  const oldest = bound(args, { name: 'oldest', otherwise: 0 })
  const latest = bound(args, { name: 'latest', otherwise: Infinity })
  const inclusive = flag(args, 'inclusive')
  return ({ ts }) => {
    const at = Number(ts)
    return inclusive ? at >= oldest && at <= latest : at > oldest && at < latest
  }
}

function bound(args: JsonObject, { name, otherwise }: { name: string; otherwise: number }): number {
  const given = text(args, name)
  if (given === '') return otherwise
  const value = Number(given)
  if (!Number.isFinite(value)) throw new ApiError(`invalid_ts_${name}`)
  return value
}

function shown(world: World, messages: readonly Message[], args: JsonObject): JsonObject {
  const { items, next } = page(messages, args)
  const metadata = flag(args, 'include_all_metadata')
  return {
    messages: items.map((message) => messageJson(world, message, { metadata })),
    has_more: items.length < messages.length && messages.at(-1) !== items.at(-1),
    ...next,
  }
}
