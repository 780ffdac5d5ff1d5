import { giveIds } from './blocks.ts'
import type { Channel } from './channels.ts'
import type { StoredFile } from './files.ts'
import { objectsAt } from './json.ts'
import type { JsonObject } from './json.ts'
import type { World } from './world.ts'

export type Message = {
  ts: string
  user: string
  fromApp: boolean
  text: string
  blocks: JsonObject[]
  attachments: JsonObject[]
  metadata: JsonObject | null
  threadTs: string | null
  subtype: string | null
  files: StoredFile[]
  reactions: Map<string, Set<string>>
  edited: { user: string; ts: string } | null
  pinned: boolean
  /** Only this person sees it; null for everyone. */
  onlyFor: string | null
  unfurls: JsonObject
  /** On a thread's parent. */
  replies: { count: number; users: Set<string>; latest: string | null }
}

export type NewMessage = {
  user: string
  text: string
  blocks?: JsonObject[]
  attachments?: JsonObject[]
  metadata?: JsonObject | null
  threadTs?: string | null
  subtype?: string | null
  files?: StoredFile[]
  onlyFor?: string | null
}

/** Slack cuts a posted text here. */
const textLimit = 40_000

export function makeMessage(world: World, from: NewMessage): Message {
  return {
    ts: world.clock.nextTs(),
    user: from.user,
    fromApp: from.user === world.app.bot_user_id,
    text: from.text.slice(0, textLimit),
    blocks: giveIds(from.blocks ?? []),
    attachments: giveAttachmentIds(from.attachments ?? []),
    metadata: from.metadata ?? null,
    threadTs: from.threadTs ?? null,
    subtype: from.subtype ?? null,
    files: from.files ?? [],
    reactions: new Map(),
    edited: null,
    pinned: false,
    onlyFor: from.onlyFor ?? null,
    unfurls: {},
    replies: { count: 0, users: new Set(), latest: null },
  }
}

/** Puts a message everyone in the channel sees into it, and counts it at its thread's parent. */
export function addMessage(world: World, channel: Channel, message: Message): void {
  channel.messages.set(message.ts, message)
  const parent = message.threadTs === null ? undefined : channel.messages.get(message.threadTs)
  if (parent) {
    parent.replies.count += 1
    parent.replies.users.add(message.user)
    parent.replies.latest = message.ts
  }
  world.changes.changed()
}

export function removeMessage(world: World, channel: Channel, message: Message): void {
  channel.messages.delete(message.ts)
  const parent = message.threadTs === null ? undefined : channel.messages.get(message.threadTs)
  if (parent) {
    const rest = threadReplies(channel, parent.ts)
    parent.replies = {
      count: rest.length,
      users: new Set(rest.map((reply) => reply.user)),
      latest: rest.at(-1)?.ts ?? null,
    }
  }
  world.changes.changed()
}

/** The replies of a thread, oldest first, without the parent. */
export function threadReplies(channel: Channel, parentTs: string): Message[] {
  return [...channel.messages.values()].filter((message) => message.threadTs === parentTs)
}

export type Edit = {
  text?: string
  blocks?: JsonObject[]
  attachments?: JsonObject[]
  metadata?: JsonObject | null
}

/** Rewrites a message in place; what the edit does not name stays. */
export function editMessage(world: World, message: Message, edit: Edit): void {
  if (edit.text !== undefined) message.text = edit.text
  if (edit.blocks !== undefined) message.blocks = giveIds(edit.blocks)
  if (edit.attachments !== undefined) message.attachments = giveAttachmentIds(edit.attachments)
  if (edit.metadata !== undefined) message.metadata = edit.metadata
  // Slack shows no '(edited)' on a message redrawn with blocks (docs.slack.dev, chat.update).
  if (message.blocks.length === 0) message.edited = { user: message.user, ts: world.clock.nextTs() }
  world.changes.changed()
}

const giveAttachmentIds = (attachments: JsonObject[]): JsonObject[] =>
  attachments.map((attachment) =>
    attachment['blocks'] === undefined
      ? attachment
      : { ...attachment, blocks: giveIds(objectsAt(attachment, 'blocks')) },
  )

/** Every block of a message, those inside attachments too. */
export const allBlocks = (message: Message): JsonObject[] => [
  ...message.blocks,
  ...message.attachments.flatMap((attachment) => objectsAt(attachment, 'blocks')),
]

export function permalink(world: World, channel: Channel, message: Message): string {
  const base = `https://${world.team.domain}.slack.com/archives/${channel.id}/p${message.ts.replace('.', '')}`
  const inThread = message.threadTs !== null && message.threadTs !== message.ts
  return inThread ? `${base}?thread_ts=${message.threadTs}&cid=${channel.id}` : base
}
