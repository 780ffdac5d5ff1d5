import { fileJson } from './files.ts'
import type { JsonObject } from './json.ts'
import type { Message } from './messages.ts'
import type { ReactionView } from './snapshot-types.ts'
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
    ...(message.fromApp ? botFields(world) : {}),
    ...threadFields(message),
    ...extras(world, message),
    ...(metadata && message.metadata ? { metadata: message.metadata } : {}),
  }
}

/** What Slack leaves out of the object where a message has none of it. */
function extras(world: World, { blocks, attachments, edited, files, reactions }: Message): JsonObject {
  return {
    ...(blocks.length > 0 ? { blocks } : {}),
    ...(attachments.length > 0 ? { attachments } : {}),
    ...(edited ? { edited } : {}),
    ...(files.length > 0 ? { files: files.map((file) => fileJson(world, file)) } : {}),
    ...(reactions.size > 0 ? { reactions: reactionsJson({ reactions }) } : {}),
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

export const reactionsJson = ({ reactions }: Pick<Message, 'reactions'>): ReactionView[] =>
  [...reactions].map(([name, users]) => ({ name, users: [...users], count: users.size }))
