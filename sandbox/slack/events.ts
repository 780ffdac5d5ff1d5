import type { Channel } from './channels.ts'
import { deliver } from './delivery.ts'
import { stringAt } from './json.ts'
import type { JsonObject } from './json.ts'
import { messageJson } from './message-json.ts'
import type { Message } from './messages.ts'
import { eventPayload } from './payloads.ts'
import type { AckRecord } from './types.ts'
import type { World } from './world.ts'

/** An event, and what the app needs to be told of it. */
type Occasion = {
  /** Name in the manifest's bot_events, e.g. `message.channels`. */
  subscription: string
  /** Any one of these scopes; none needed when empty. */
  scopes: readonly string[]
  /** The bot must be a member here; null for events outside channels. */
  channel: Channel | null
  user: string
  event: JsonObject
}

const messageSubscription = {
  public: 'message.channels',
  private: 'message.groups',
  im: 'message.im',
} as const
const historyScope = { public: 'channels:history', private: 'groups:history', im: 'im:history' } as const
const listScope = { public: 'channels:read', private: 'groups:read', im: 'im:read' } as const
const channelType = { public: 'channel', private: 'group', im: 'im' } as const

/** Tells the app, if it subscribed, has the scope and is in the channel. null when Slack would stay silent. */
async function tell(world: World, occasion: Occasion): Promise<AckRecord | null> {
  if (!isWanted(world, occasion)) return null
  const payload = eventPayload(world, occasion.event, world.clock.nextId('Ev'))
  if (world.faults.takeDuplicate(stringAt(occasion.event, 'type'))) {
    void deliver(world, { of: 'event', user: occasion.user, payload })
  }
  return deliverUntilTaken(world, { user: occasion.user, payload, attempt: 0, reason: '' })
}

const isWanted = (world: World, { subscription, scopes, channel }: Occasion): boolean =>
  world.manifest.events.has(subscription) &&
  (scopes.length === 0 || scopes.some((scope) => world.manifest.scopes.has(scope))) &&
  (channel === null || channel.members.has(world.app.bot_user_id))

type Attempt = { user: string; payload: JsonObject; attempt: number; reason: string }

async function deliverUntilTaken(
  world: World,
  { user, payload, attempt, reason }: Attempt,
): Promise<AckRecord> {
  const { ack, noRetry } = await deliver(world, {
    of: 'event',
    user,
    payload,
    ...(attempt > 0 ? { retry: { attempt, reason } } : {}),
  })
  const wait = world.limits.eventRetryMs[attempt]
  if (ack.kind !== 'acknowledged' && !noRetry && wait !== undefined) {
    const next = { user, payload, attempt: attempt + 1, reason: retryReason(world, ack) }
    world.clock.later(wait, () => void deliverUntilTaken(world, next))
  }
  return ack
}

function retryReason(world: World, ack: AckRecord): string {
  const socket = world.outlet.transport?.kind === 'socket'
  if (ack.kind === 'late') return socket ? 'timeout' : 'http_timeout'
  return ack.kind === 'unreachable' ? 'connection_failed' : 'http_error'
}

/** A message was posted: `message`, and for a person's mention of the app in a channel `app_mention` too. */
export function tellMessage(world: World, channel: Channel, message: Message): void {
  const event = {
    ...messageJson(world, message),
    channel: channel.id,
    event_ts: message.ts,
    ...(message.user === world.app.bot_user_id ? {} : { client_msg_id: crypto.randomUUID() }),
  }
  void tell(world, {
    ...messageOccasion(channel),
    user: message.user,
    event: { ...event, channel_type: channelType[channel.kind] },
  })
  const mentioned = message.text.includes(`<@${world.app.bot_user_id}>`)
  if (!mentioned || message.fromApp || channel.kind === 'im') return
  void tell(world, {
    subscription: 'app_mention',
    scopes: ['app_mentions:read'],
    channel,
    user: message.user,
    event: { ...event, type: 'app_mention' },
  })
}

const messageOccasion = (channel: Channel) => ({
  subscription: messageSubscription[channel.kind],
  scopes: [historyScope[channel.kind]],
  channel,
})

/** A message was edited; `previous` is how it looked before. */
export function tellChanged(
  world: World,
  channel: Channel,
  { message, previous }: { message: Message; previous: JsonObject },
): void {
  if (!world.manifest.events.has(messageSubscription[channel.kind])) return
  const ts = world.clock.nextTs()
  void tell(world, {
    ...messageOccasion(channel),
    user: message.user,
    event: {
      type: 'message',
      subtype: 'message_changed',
      hidden: true,
      message: messageJson(world, message),
      previous_message: previous,
      channel: channel.id,
      channel_type: channelType[channel.kind],
      ts,
      event_ts: ts,
    },
  })
}

export function tellDeleted(world: World, channel: Channel, message: Message): void {
  const ts = world.clock.nextTs()
  void tell(world, {
    ...messageOccasion(channel),
    user: message.user,
    event: {
      type: 'message',
      subtype: 'message_deleted',
      hidden: true,
      deleted_ts: message.ts,
      previous_message: messageJson(world, message),
      channel: channel.id,
      channel_type: channelType[channel.kind],
      ts,
      event_ts: ts,
    },
  })
}

type Reaction = { user: string; name: string; added: boolean }

export function tellReaction(
  world: World,
  { channel, message }: { channel: Channel; message: Message },
  { user, name, added }: Reaction,
): void {
  const type = added ? 'reaction_added' : 'reaction_removed'
  void tell(world, {
    subscription: type,
    scopes: ['reactions:read'],
    channel,
    user,
    event: {
      type,
      user,
      reaction: name,
      item_user: message.user,
      item: { type: 'message', channel: channel.id, ts: message.ts },
      event_ts: world.clock.nextTs(),
    },
  })
}

export async function tellHomeOpened(
  world: World,
  { user, tab, channel, view }: { user: string; tab: string; channel: string; view: JsonObject | null },
): Promise<AckRecord | null> {
  return tell(world, {
    subscription: 'app_home_opened',
    scopes: [],
    channel: null,
    user,
    event: {
      type: 'app_home_opened',
      user,
      channel,
      tab,
      ...(view ? { view } : {}),
      event_ts: world.clock.nextTs(),
    },
  })
}

/** Somebody joined or left a channel. The bot hears of its own comings too. */
export function tellMembership(
  world: World,
  channel: Channel,
  { user, type }: { user: string; type: 'member_joined_channel' | 'member_left_channel' },
): void {
  void tell(world, {
    subscription: type,
    scopes: [listScope[channel.kind]],
    channel,
    user,
    event: {
      type,
      user,
      channel: channel.id,
      channel_type: channel.kind === 'private' ? 'G' : 'C',
      team: world.team.id,
      event_ts: world.clock.nextTs(),
    },
  })
}

/** Links to the manifest's unfurl domains in a person's message. */
export function tellLinks(world: World, channel: Channel, message: Message): void {
  const links = [...message.text.matchAll(/<(https?:\/\/[^|>]+)/g)]
    .map(([, url = '']) => ({ url, domain: new URL(url).hostname }))
    .filter(({ domain }) =>
      world.manifest.unfurlDomains.some((own) => domain === own || domain.endsWith(`.${own}`)),
    )
  if (links.length === 0) return
  void tell(world, {
    subscription: 'link_shared',
    scopes: ['links:read'],
    channel,
    user: message.user,
    event: {
      type: 'link_shared',
      user: message.user,
      channel: channel.id,
      message_ts: message.ts,
      ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
      links,
      source: 'conversations_history',
      event_ts: world.clock.nextTs(),
    },
  })
}
