import type { Form } from './form.ts'
import type { JsonObject } from './json.ts'
import type { Message } from './messages.ts'
import type { Outcome } from './person-types.ts'
import type { ConfirmDialog, Notice, PendingAck } from './snapshot-types.ts'
import type { View } from './views.ts'
import type { World } from './world.ts'

/** What one person's Slack client holds that is theirs alone. */
export type Client = {
  userId: string
  /** Open modals, bottom first. */
  stack: View[]
  home: View | null
  /** Channel id → ts of the newest message read. */
  lastRead: Map<string, string>
  /** Channel id → messages only this person sees. */
  ephemerals: Map<string, Message[]>
  /** Message ts → what this person picked in its selects. */
  messageForms: Map<string, Form>
  suggestions: Map<string, JsonObject>
  confirm: { dialog: ConfirmDialog; proceed: () => Promise<Outcome> } | null
  pending: PendingAck[]
  notices: Notice[]
}

/** @throws Error when there is no such user. */
export function clientOf(world: World, userId: string): Client {
  const client = world.clients.get(userId)
  if (!client) {
    throw new Error(`No user '${userId}' in the workspace; users: ${[...world.clients.keys()].join(', ')}`)
  }
  return client
}

export const newClient = (userId: string): Client => ({
  userId,
  stack: [],
  home: null,
  lastRead: new Map(),
  ephemerals: new Map(),
  messageForms: new Map(),
  suggestions: new Map(),
  confirm: null,
  pending: [],
  notices: [],
})

type NoticeRequest = { userId: string; text: string; channel: string | null }

/** Shows the person a line from Slack itself; the newest 20 are kept. */
export function notify(world: World, { userId, text, channel }: NoticeRequest): void {
  const client = clientOf(world, userId)
  const id = (client.notices.at(-1)?.id ?? 0) + 1
  client.notices = [...client.notices, { id, at: world.clock.now(), text, channel }].slice(-20)
  world.changes.changed()
}
