import type { JsonObject } from './json.ts'

export type UserView = {
  id: string
  name: string
  real_name: string
  email: string
  tz: string
  is_bot: boolean
  deleted: boolean
}

export type ReactionView = { name: string; users: string[]; count: number }

export type FileView = {
  id: string
  name: string
  title: string
  mimetype: string
  filetype: string
  size: number
  /** Path on the stand-in's server that gives the bytes to anyone, for the page's links. */
  pagePath: string
}

export type MessageView = {
  channel: string
  ts: string
  /** Author's user id; the bot's user id for the app. */
  user: string
  isApp: boolean
  text: string
  blocks: JsonObject[]
  attachments: JsonObject[]
  /** Set on thread replies and on their parent (where it equals ts). */
  threadTs: string | null
  replyCount: number
  replyUsers: string[]
  latestReply: string | null
  reactions: ReactionView[]
  files: FileView[]
  edited: boolean
  pinned: boolean
  /** Only this person sees it. */
  ephemeral: boolean
  permalink: string
  /** What this person picked in the message's own selects, by block_id and action_id (Slack's state.values). */
  state: StateValues
  unfurls: JsonObject
}

export type ChannelView = {
  id: string
  name: string
  kind: 'public' | 'private' | 'im'
  /** The other side of a direct message. */
  withUser: string | null
  isMember: boolean
  archived: boolean
  topic: string
  members: string[]
  unread: number
  /** The newest 200, oldest first, thread replies among them. */
  messages: MessageView[]
  bookmarks: { title: string; link: string }[]
}

/** Slack's view.state.values: block_id → action_id → value object with its `type`. */
export type StateValues = { [blockId: string]: { [actionId: string]: JsonObject } }

export type FieldError = { blockId: string; label: string; message: string }

export type ModalLayer = {
  viewId: string
  callbackId: string
  title: string
  /** null where the view has no submit button. */
  submit: string | null
  close: string
  blocks: JsonObject[]
  state: StateValues
  errors: FieldError[]
  /** A submission is on its way; Slack shows a spinner. */
  submitting: boolean
  /** Shown above the buttons after a failed or late submission. */
  trouble: string | null
  view: JsonObject
}

export type HomeView = { blocks: JsonObject[]; state: StateValues; view: JsonObject }

export type ConfirmDialog = { title: string; text: string; confirm: string; deny: string; style: string }

export type CommandView = { command: string; description: string; usageHint: string }

export type ShortcutView = {
  type: 'global' | 'message'
  name: string
  callbackId: string
  description: string
}

export type PendingAck = {
  id: number
  /** What was pressed or typed, in words: `/campaign new`, `Claim`. */
  what: string
  of: string
  /** Where the spinner belongs; null where it is nowhere in particular. */
  place: { channel?: string; ts?: string; viewId?: string; actionId?: string } | null
}

/** A line only this person sees that is Slack's own, not the app's: "… didn't respond in time". */
export type Notice = { id: number; at: number; text: string; channel: string | null }

/** All that one person sees. */
export type Snapshot = {
  me: UserView
  team: { id: string; name: string; domain: string }
  app: { name: string; botUserId: string; homeEnabled: boolean; messagesEnabled: boolean; dmChannel: string }
  /** Workspace time, ms. */
  now: number
  users: UserView[]
  /** Public channels, private ones the person is in, and their direct messages. */
  channels: ChannelView[]
  /** Bottom first; the last one is on top. Empty when no modal is open. */
  modals: ModalLayer[]
  home: HomeView | null
  confirm: ConfirmDialog | null
  commands: CommandView[]
  shortcuts: ShortcutView[]
  pending: PendingAck[]
  notices: Notice[]
  /** Options the app last offered to this person's external selects, by action_id. */
  suggestions: { [actionId: string]: JsonObject }
}
