import { appDm, canSee } from './channels.ts'
import type { Channel } from './channels.ts'
import { plainText } from './blocks.ts'
import { clientOf } from './client.ts'
import type { Client } from './client.ts'
import { formOf, stateValues } from './form.ts'
import { messagesFor } from './human/places.ts'
import { stringAt } from './json.ts'
import { reactionsJson } from './message-json.ts'
import { allBlocks, permalink } from './messages.ts'
import type { Message } from './messages.ts'
import type {
  ChannelView,
  FileView,
  HomeView,
  MessageView,
  ModalLayer,
  Snapshot,
  UserView,
} from './snapshot-types.ts'
import type { StoredFile } from './files.ts'
import { blocksOf, viewJson } from './views.ts'
import type { View } from './views.ts'
import type { User, World } from './world.ts'

const mostMessages = 200

/** Everything one person sees, as plain JSON that shares nothing with the stand-in's own state. */
export function takeSnapshot(world: World, userId: string): Snapshot {
  const client = clientOf(world, userId)
  const me = world.users.get(userId)
  if (!me) throw new Error(`No user '${userId}'`)
  const { commands, shortcuts } = world.manifest
  const snapshot: Snapshot = {
    me: userView(me),
    team: world.team,
    app: appView(world, userId),
    now: world.clock.now(),
    users: [...world.users.values()].map(userView),
    channels: [...world.channels.values()]
      .filter((channel) => canSee(channel, userId))
      .map((channel) => channelView(world, channel, client)),
    modals: client.stack.map((view) => modalLayer(world, view)),
    home: client.home ? homeView(world, client.home) : null,
    confirm: client.confirm?.dialog ?? null,
    commands: commands.map(({ command, description, usageHint }) => ({ command, description, usageHint })),
    shortcuts: [...shortcuts],
    pending: client.pending,
    notices: client.notices,
    suggestions: Object.fromEntries(client.suggestions),
  }
  return structuredClone(snapshot)
}

const appView = (world: World, userId: string): Snapshot['app'] => ({
  name: world.manifest.name,
  botUserId: world.app.bot_user_id,
  homeEnabled: world.manifest.homeEnabled,
  messagesEnabled: world.manifest.messagesEnabled,
  dmChannel: appDm(world, userId).id,
})

const userView = ({ id, name, real_name, email, tz, isBot, deleted }: User): UserView => ({
  id,
  name,
  real_name,
  email,
  tz,
  is_bot: isBot,
  deleted,
})

function channelView(world: World, channel: Channel, client: Client): ChannelView {
  const { userId } = client
  const all = messagesFor(world, channel, userId)
  const readTo = Number(client.lastRead.get(channel.id) ?? 0)
  const other = [...channel.members].find((member) => member !== userId) ?? null
  return {
    id: channel.id,
    name: channel.kind === 'im' ? world.manifest.name : channel.name,
    kind: channel.kind,
    withUser: channel.kind === 'im' ? other : null,
    isMember: channel.members.has(userId),
    archived: channel.archived,
    topic: channel.topic,
    members: [...channel.members],
    unread: all.filter((message) => Number(message.ts) > readTo && message.user !== userId).length,
    messages: all.slice(-mostMessages).map((message) => messageView(world, channel, { message, userId })),
    bookmarks: channel.bookmarks.map(({ title, link }) => ({ title, link })),
  }
}

/** One message as one person sees it; with `userId` '' as an all-seeing reader. */
export function messageView(
  world: World,
  channel: Channel,
  { message, userId }: { message: Message; userId: string },
): MessageView {
  const before = world.clients.get(userId)?.messageForms.get(message.ts)
  const form = formOf(allBlocks(message), before ? { before } : {})
  const { count, users, latest } = message.replies
  return {
    channel: channel.id,
    ts: message.ts,
    user: message.user,
    isApp: message.fromApp,
    text: message.text,
    blocks: message.blocks,
    attachments: message.attachments,
    threadTs: message.threadTs ?? (count > 0 ? message.ts : null),
    replyCount: count,
    replyUsers: [...users],
    latestReply: latest,
    reactions: reactionsJson(message),
    files: message.files.map(fileView),
    edited: message.edited !== null,
    pinned: message.pinned,
    ephemeral: message.onlyFor !== null,
    permalink: permalink(world, channel, message),
    state: stateValues(form),
    unfurls: message.unfurls,
  }
}

const fileView = (file: StoredFile): FileView => ({
  id: file.id,
  name: file.name,
  title: file.title,
  mimetype: file.mimetype,
  filetype: file.filetype,
  size: file.content.byteLength,
  pagePath: `/page-files/${file.id}/${file.pageKey}`,
})

export function modalLayer(world: World, view: View): ModalLayer {
  const { payload } = view
  const submit = plainText(payload['submit'])
  return {
    viewId: view.id,
    callbackId: stringAt(payload, 'callback_id'),
    title: plainText(payload['title']),
    submit: submit === '' ? null : submit,
    close: plainText(payload['close']) || 'Cancel',
    blocks: blocksOf(view),
    state: stateValues(view.form),
    errors: view.errors,
    submitting: view.submitting,
    trouble: view.trouble,
    view: viewJson(world, view),
  }
}

const homeView = (world: World, view: View): HomeView => ({
  blocks: blocksOf(view),
  state: stateValues(view.form),
  view: viewJson(world, view),
})
