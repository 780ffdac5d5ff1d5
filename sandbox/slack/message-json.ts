import { fileJson } from './files.ts'
import type { JsonObject } from './json.ts'
import type { Message } from './messages.ts'
import type { World } from './world.ts'

/** The message object as Slack shows it to the app. `metadata` only where the caller asked for it. */
export function messageJson(
  world: World,
  message: Message,
  { metadata = false }: { metadata?: boolean } = {},
): JsonObject {
  return {
    type: 'message',
    ...(message.subtype === null ? {} : { subtype: message.subtype }),
    user: message.user,
    ts: message.ts,
    text: message.text,
    team: world.team.id,
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.attachments.length > 0 ? { attachments: message.attachments } : {}),
    ...(message.fromApp ? botFields(world) : {}),
    ...threadFields(message),
    ...(message.edited ? { edited: message.edited } : {}),
    ...(message.files.length > 0 ? { files: message.files.map((file) => fileJson(world, file)) } : {}),
    ...(message.reactions.size > 0 ? { reactions: reactionsJson(message) } : {}),
    ...(metadata && message.metadata ? { metadata: message.metadata } : {}),
  }
}

function botFields(world: World): JsonObject {
  return {
    bot_id: world.app.bot_id,
    app_id: world.app.app_id,
    bot_profile: {
      id: world.app.bot_id,
      app_id: world.app.app_id,
      name: world.manifest.name,
      deleted: false,
      updated: 0,
      icons: {},
      team_id: world.team.id,
    },
  }
}

function threadFields(message: Message): JsonObject {
  if (message.threadTs !== null) return { thread_ts: message.threadTs }
  const { count, users, latest } = message.replies
  if (count === 0) return {}
  return {
    thread_ts: message.ts,
    reply_count: count,
    reply_users_count: users.size,
    latest_reply: latest,
    reply_users: [...users].slice(0, 5),
    is_locked: false,
    subscribed: false,
  }
}

export const reactionsJson = (message: Message): { name: string; users: string[]; count: number }[] =>
  [...message.reactions].map(([name, users]) => ({ name, users: [...users], count: users.size }))
