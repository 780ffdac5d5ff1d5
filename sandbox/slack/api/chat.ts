import type { Channel } from '../channels.ts'
import { tellChanged, tellDeleted } from '../events.ts'
import type { JsonObject } from '../json.ts'
import { messageJson } from '../message-json.ts'
import { editMessage, permalink, removeMessage } from '../messages.ts'
import type { Edit } from '../messages.ts'
import { post, postEphemeral } from '../posting.ts'
import type { World } from '../world.ts'
import { ApiError, flag, objectArgument, text } from './call.ts'
import type { Methods } from './call.ts'
import { readContent } from './content.ts'
import type { Content } from './content.ts'
import { channelArgument, isMember, messageArgument, postingTarget, threadArgument } from './targets.ts'

/** chat.update takes less text than chat.postMessage, which cuts at 40,000 instead of refusing. */
const mostUpdateText = 4000

const mostText = 40_000

export const chatMethods: Methods = {
  'chat.postMessage': {
    scopes: ['chat:write'],
    required: ['channel'],
    run(world, args) {
      const channel = postingTarget(world, args)
      const content = readContent(args)
      const from = newMessage(world, args, { channel, content })
      const subtype = from.threadTs !== null && flag(args, 'reply_broadcast') ? 'thread_broadcast' : null
      const message = post(world, channel, { ...from, subtype })
      const shown = messageJson(world, message, { metadata: true })
      return { channel: channel.id, ts: message.ts, message: shown, ...truncation(content) }
    },
  },
  'chat.update': { scopes: ['chat:write'], required: ['channel', 'ts'], run: update },
  'chat.delete': {
    scopes: ['chat:write'],
    required: ['channel', 'ts'],
    run(world, args) {
      const channel = channelArgument(world, args)
      const message = messageArgument(channel, text(args, 'ts'))
      if (!message.fromApp) throw new ApiError('cant_delete_message')
      removeMessage(world, channel, message)
      tellDeleted(world, channel, message)
      return { channel: channel.id, ts: message.ts }
    },
  },
  'chat.postEphemeral': {
    scopes: ['chat:write'],
    required: ['channel', 'user'],
    run(world, args) {
      const channel = postingTarget(world, args)
      if (!isMember(world, channel)) throw new ApiError('not_in_channel')
      const userId = text(args, 'user')
      if (!channel.members.has(userId)) throw new ApiError('user_not_in_channel')
      const content = readContent(args)
      if ((content.text?.length ?? 0) > mostText) throw new ApiError('msg_too_long')
      const from = newMessage(world, args, { channel, content })
      return { message_ts: postEphemeral(world, channel, { ...from, onlyFor: userId }).ts }
    },
  },
  'chat.getPermalink': {
    required: ['channel', 'message_ts'],
    run(world, args) {
      const channel = channelArgument(world, args)
      const message = messageArgument(channel, text(args, 'message_ts'))
      return { channel: channel.id, permalink: permalink(world, channel, message) }
    },
  },
  'chat.unfurl': { scopes: ['links:write'], run: unfurl },
}

/** Slack posts what fits, and says so. */
function truncation({ text: words = '' }: Content): JsonObject {
  if (words.length <= mostText) return {}
  const messages = ['[WARN] The text was longer than 40,000 characters and was cut.']
  return { response_metadata: { messages, warnings: ['message_truncated'] } }
}

function newMessage(world: World, args: JsonObject, to: { channel: Channel; content: Content }) {
  const { text: words = '', blocks = [], attachments = [], metadata } = to.content
  const threadTs = threadArgument(to.channel, args)
  return { user: world.app.bot_user_id, text: words, blocks, attachments, metadata, threadTs }
}

function update(world: World, args: JsonObject): JsonObject {
  const channel = channelArgument(world, args)
  const message = messageArgument(channel, text(args, 'ts'))
  if (!message.fromApp) throw new ApiError('cant_update_message')
  const content = readContent(args)
  if ((content.text?.length ?? 0) > mostUpdateText) throw new ApiError('msg_too_long')
  const previous = messageJson(world, message)
  editMessage(world, message, editOf(content))
  tellChanged(world, channel, { message, previous })
  return {
    channel: channel.id,
    ts: message.ts,
    text: message.text,
    message: messageJson(world, message, { metadata: true }),
  }
}

/** What an update names replaces; new text without blocks takes the old blocks away, as Slack's does. */
export function editOf(content: Content): Edit {
  const { text: words, blocks, attachments, metadata } = content
  return {
    ...(words === undefined ? {} : { text: words }),
    ...(blocks === undefined ? (words === undefined ? {} : { blocks: [] }) : { blocks }),
    ...(attachments === undefined ? {} : { attachments }),
    ...(metadata ? { metadata } : {}),
  }
}

function unfurl(world: World, args: JsonObject): JsonObject {
  if (text(args, 'channel') === '') throw new ApiError('missing_channel')
  if (text(args, 'ts') === '') throw new ApiError('missing_ts')
  const unfurls = objectArgument(args, 'unfurls', 'invalid_unfurls_format')
  if (!unfurls) throw new ApiError('missing_unfurls')
  const channel = world.channels.get(text(args, 'channel'))
  if (!channel) throw new ApiError('cannot_find_channel')
  const message = channel.messages.get(text(args, 'ts'))
  if (!message) throw new ApiError('cannot_find_message')
  if (Object.keys(unfurls).some((url) => !message.text.includes(url))) throw new ApiError('cannot_unfurl_url')
  message.unfurls = { ...message.unfurls, ...unfurls }
  world.changes.changed()
  return {}
}
