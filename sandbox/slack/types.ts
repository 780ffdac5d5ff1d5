import type { JsonObject } from './json.ts'
import type { Person } from './person-types.ts'
import type { MessageView, ModalLayer, Snapshot } from './snapshot-types.ts'

/** A person of the workspace, in Slack's own field names. */
export type UserSeed = {
  id: string
  name: string
  real_name: string
  email: string
  /** IANA zone, e.g. `Europe/Berlin`. */
  tz: string
  is_admin?: boolean
  is_owner?: boolean
  /** A guest of several channels; `is_ultra_restricted` is one of a single channel (Slack then sets both). */
  is_restricted?: boolean
  is_ultra_restricted?: boolean
  /** Where they belong, for somebody of another workspace in a shared channel. Absent: here. */
  team_id?: string
}

/** A channel of the workspace. `members` are user ids; list the bot's user id where the app was invited. */
export type ChannelSeed = {
  id: string
  name: string
  is_private?: boolean
  members: readonly string[]
  topic?: string
}

export type UsergroupSeed = { id: string; handle: string; name: string; users: readonly string[] }

/** The workspace as it is before anybody does anything. */
export type WorkspaceSeed = {
  team: { id: string; name: string; domain: string }
  users: readonly UserSeed[]
  channels: readonly ChannelSeed[]
  usergroups?: readonly UsergroupSeed[]
  /** The app as installed; its display name comes from the manifest's bot_user. */
  app: { app_id: string; bot_id: string; bot_user_id: string }
}

export type SlackOptions = {
  /** The app's manifest, already parsed. It decides which commands, shortcuts, events and methods exist. */
  manifest: JsonObject
  workspace: WorkspaceSeed
  /** Port on 127.0.0.1; 0 (the default) takes any free one. */
  port?: number
  /** The workspace's time in ms: message timestamps, event times. May jump, for demonstrations. Default Date.now. */
  now?: () => number
  /** Measures trigger and response_url lifetimes in ms. Apart from `now`, so that a jump expires no open dialog. */
  protocolNow?: () => number
  /** Real milliseconds the app has for an acknowledgement. Default 3000, as Slack. */
  ackLimitMs?: number
  /** Real milliseconds before each redelivery of an event. Default [0, 60_000, 300_000], as Slack. */
  eventRetryMs?: readonly number[]
  /** Entries the journal keeps; the oldest go first. Default 20,000. */
  journalLimit?: number
}

export type AppConnection = { transport: 'http'; requestUrl: string } | { transport: 'socket' }

/** What the app's answer to one delivery was. */
export type AckRecord =
  | { kind: 'acknowledged'; body: unknown }
  | { kind: 'late' }
  | { kind: 'refused'; httpStatus: number; body: string }
  | { kind: 'unreachable'; reason: string }

export type DeliveryKind = 'command' | 'action' | 'shortcut' | 'options' | 'view' | 'event'

export type ApiEntry = {
  kind: 'api'
  n: number
  /** Workspace time, ms. */
  at: number
  method: string
  args: JsonObject
  httpStatus: number
  answer: JsonObject
}

export type DeliveryEntry = {
  kind: 'delivery'
  n: number
  at: number
  transport: 'http' | 'socket'
  of: DeliveryKind
  /** The person who caused it; empty for events nobody caused. */
  user: string
  payload: JsonObject
  /** 0 for a first delivery, 1-3 for an event's redeliveries. */
  attempt: number
  ack: AckRecord
  /** Real milliseconds from delivery to acknowledgement (or to giving up). */
  ms: number
}

/** One thing that happened between Slack and the app. */
export type JournalEntry = ApiEntry | DeliveryEntry

export type Journal = {
  /** Oldest first. */
  entries(): readonly JournalEntry[]
  /** Entries with a number greater than `n`. */
  since(n: number): readonly JournalEntry[]
  calls(method: string): readonly ApiEntry[]
  deliveries(of?: DeliveryKind): readonly DeliveryEntry[]
  toJsonLines(): string
}

/** The next `times` calls of `method` ('*' = any) fail. httpStatus 429 sends `retry-after`; default is 200 with ok:false. */
export type ApiFault = {
  method: string
  error?: string
  httpStatus?: number
  retryAfterSec?: number
  times: number
}

/** What was ordered, and with which of the verbs below. */
export type OrderedFault = { times: number } & (
  | ({ what: 'call' } & ApiFault)
  | { what: 'late-ack'; of?: DeliveryKind }
  | { what: 'duplicate'; type?: string }
  | { what: 'drop-answer'; method: string }
)

/** A fault that has not struck as often as it will. */
export type WaitingFault = { readonly id: number; readonly fault: OrderedFault; readonly left: number }

/** Things that go wrong on order. */
export type Faults = {
  add: (fault: ApiFault) => void
  /** The next `times` deliveries (of that kind) reach the app, but its acknowledgement counts as late. */
  lateAck: (fault: { of?: DeliveryKind; times: number }) => void
  /** The next `times` events (of that type) are delivered twice with the same event_id. */
  duplicateEvent: (fault: { type?: string; times: number }) => void
  /** The next `times` calls of `method` take effect, but the connection is cut before the answer. */
  dropAnswer: (fault: { method: string; times: number }) => void
  /** Socket Mode: Slack asks the app to reconnect (`refresh_requested`, `warning`, `link_disabled`). */
  disconnect: (reason: 'refresh_requested' | 'warning' | 'link_disabled') => void
  /** Socket Mode: every connection is cut with no goodbye. */
  dropConnections: () => void
  /** What is on order, oldest first. */
  waiting: () => readonly WaitingFault[]
  /** Takes one away by its id; one that is not there any more changes nothing. */
  takeBack: (id: number) => void
  clear: () => void
}

/** What a workspace admin can do from outside a story. Channels by name, '#name' or id. */
export type Admin = {
  addUser(user: UserSeed): void
  deactivateUser(userId: string): void
  addChannel(channel: ChannelSeed): void
  join(channel: string, userId: string): void
  leave(channel: string, userId: string): void
  archive(channel: string): void
}

export type MessageQuery = {
  /** Name, '#name', id, or '@Name' for the direct messages of `as` with the app. */
  channel: string
  text?: string | RegExp
  threadTs?: string
  /** See the channel as this person does (ephemerals, direct messages). Without it, as an all-seeing reader. */
  as?: string
}

export type WaitOptions = { timeoutMs?: number }

export type SlackStandIn = {
  /** Base of the Web API, with its trailing `/api/`. */
  apiUrl: string
  botToken: string
  appToken: string
  signingSecret: string
  team: { id: string; name: string; domain: string }
  /** Says where the app listens. Socket Mode resolves at once; the app dials in by itself (see waitForSocket). */
  connectApp(connection: AppConnection): void
  /** @throws when there is no such user. */
  person(userId: string): Person
  /** Everything that person sees, as plain JSON. */
  snapshot(userId: string): Snapshot
  /** Called after every change, at most once per turn of the event loop. Returns the way to stop. */
  onChange(listener: () => void): () => void
  journal: Journal
  faults: Faults
  admin: Admin
  /** Resolves with the first truthy value `probe` gives, asked after each change. Rejects with `what` in the message. */
  waitFor<T>(
    what: string,
    probe: () => T | null | undefined | false,
    options?: WaitOptions,
  ): Promise<NonNullable<T>>
  waitForMessage(query: MessageQuery, options?: WaitOptions): Promise<MessageView>
  /** The first finished call of `method` (after entry number `after`) that matches. */
  waitForApiCall(
    query: { method: string; after?: number; where?: (call: ApiEntry) => boolean },
    options?: WaitOptions,
  ): Promise<ApiEntry>
  /** The person's top modal, once it has that title (or any). */
  waitForModal(query: { user: string; title?: string | RegExp }, options?: WaitOptions): Promise<ModalLayer>
  waitForDelivery(
    query: { of?: DeliveryKind; after?: number; where?: (delivery: DeliveryEntry) => boolean },
    options?: WaitOptions,
  ): Promise<DeliveryEntry>
  /** Socket Mode: resolves once the app holds at least one connection. */
  waitForSocket(options?: WaitOptions): Promise<void>
  stop(): Promise<void>
}
