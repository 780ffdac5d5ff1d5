import type { JsonObject } from '../json.ts'
import { addReaction, removeReaction } from '../reacting.ts'
import type { World } from '../world.ts'
import { ApiError, text } from './call.ts'
import type { Methods } from './call.ts'
import { channelArgument, isMember, messageArgument } from './targets.ts'

const mostPins = 100
const mostBookmarks = 100

/** Reactions, pins and bookmarks. */
export const markMethods: Methods = {
  'reactions.add': {
    scopes: ['reactions:write'],
    required: ['channel', 'name', 'timestamp'],
    run(world, args) {
      const name = emojiName(args)
      if (!addReaction(world, marked(world, args), { user: world.app.bot_user_id, name })) {
        throw new ApiError('already_reacted')
      }
      return {}
    },
  },
  'reactions.remove': {
    scopes: ['reactions:write'],
    required: ['channel', 'name', 'timestamp'],
    run(world, args) {
      const name = emojiName(args)
      if (!removeReaction(world, marked(world, args), { user: world.app.bot_user_id, name })) {
        throw new ApiError('no_reaction')
      }
      return {}
    },
  },
  'pins.add': {
    scopes: ['pins:write'],
    required: ['channel', 'timestamp'],
    run(world, args) {
      const { channel, message } = marked(world, args)
      if (!isMember(world, channel)) throw new ApiError('not_in_channel')
      if (message.pinned) throw new ApiError('already_pinned')
      const pinned = [...channel.messages.values()].filter((each) => each.pinned).length
      if (pinned >= mostPins) throw new ApiError('too_many_pins')
      message.pinned = true
      world.changes.changed()
      return {}
    },
  },
  'bookmarks.add': { scopes: ['bookmarks:write'], required: ['channel_id', 'title', 'type'], run: bookmark },
}

function emojiName(args: JsonObject): string {
  const name = text(args, 'name').replaceAll(':', '')
  if (!/^[a-z0-9_+'-]+$/.test(name)) throw new ApiError('invalid_name')
  return name
}

function marked(world: World, args: JsonObject) {
  const channel = channelArgument(world, args)
  const ts = text(args, 'timestamp')
  if (!/^\d+\.\d{6}$/.test(ts)) throw new ApiError('bad_timestamp')
  if (channel.archived) throw new ApiError('is_archived')
  return { channel, message: messageArgument(channel, ts) }
}

function bookmark(world: World, args: JsonObject): JsonObject {
  const channel = channelArgument(world, args, 'channel_id')
  if (text(args, 'type') !== 'link') throw new ApiError('invalid_bookmark_type')
  if (!URL.canParse(text(args, 'link'))) throw new ApiError('invalid_link')
  if (channel.bookmarks.length >= mostBookmarks) throw new ApiError('too_many_bookmarks')
  const added = {
    id: world.clock.nextId('Bk'),
    title: text(args, 'title'),
    link: text(args, 'link'),
    type: 'link',
  }
  channel.bookmarks.push(added)
  world.changes.changed()
  return { bookmark: { ...added, channel_id: channel.id, emoji: text(args, 'emoji') } }
}
