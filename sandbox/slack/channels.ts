import type { Message } from './messages.ts'
import type { World } from './world.ts'

export type Channel = {
  id: string
  name: string
  kind: 'public' | 'private' | 'im'
  members: Set<string>
  archived: boolean
  topic: string
  creator: string
  /** Seconds. */
  created: number
  /** By ts, in posting order, thread replies among them. */
  messages: Map<string, Message>
  bookmarks: { id: string; title: string; link: string; type: string }[]
}

export type NewChannel = {
  id: string
  name: string
  kind: Channel['kind']
  members: Iterable<string>
  topic?: string
  creator: string
}

export function addChannel(
  world: World,
  { id, name, kind, members, topic = '', creator }: NewChannel,
): Channel {
  const created = Math.floor(world.clock.now() / 1000)
  const messages = new Map<string, Message>()
  const channel: Channel = {
    id,
    name,
    kind,
    members: new Set(members),
    archived: false,
    topic,
    creator,
    created,
    messages,
    bookmarks: [],
  }
  world.channels.set(id, channel)
  world.changes.changed()
  return channel
}

/** The direct messages between the app and a person, opened on first use. */
export function appDm(world: World, userId: string): Channel {
  const bot = world.app.bot_user_id
  for (const channel of world.channels.values()) {
    if (channel.kind === 'im' && channel.members.has(userId) && channel.members.has(bot)) return channel
  }
  return addChannel(world, {
    id: world.clock.nextId('D'),
    name: userId,
    kind: 'im',
    members: [userId, bot],
    creator: bot,
  })
}

/** Whether this person's client lists the channel at all. */
export const canSee = (channel: Channel, userId: string): boolean =>
  channel.kind === 'public' || channel.members.has(userId)

/**
 * A channel as people name it: id, 'name', '#name', or '@AppName' for the direct messages with the app.
 * @throws Error listing the channels the person can see.
 */
export function channelNamed(world: World, userId: string, named: string): Channel {
  const direct = world.channels.get(named)
  if (direct && canSee(direct, userId)) return direct
  if (namesApp(world, named)) return appDm(world, userId)
  const name = named.replace(/^#/, '')
  const visible = [...world.channels.values()].filter((channel) => canSee(channel, userId))
  const found = visible.find((channel) => channel.kind !== 'im' && channel.name === name)
  if (found) return found
  const names = visible.filter((channel) => channel.kind !== 'im').map((channel) => `#${channel.name}`)
  throw new Error(
    `No channel '${named}' for ${userId}; visible: ${[...names, `@${world.manifest.name}`].join(', ')}`,
  )
}

function namesApp(world: World, named: string): boolean {
  if (named === world.app.bot_user_id) return true
  const name = named.startsWith('@') ? named.slice(1).toLowerCase() : ''
  return (
    name !== '' && [world.manifest.name, world.manifest.botName].some((each) => each.toLowerCase() === name)
  )
}

/** How errors and notices name a channel. */
export const channelLabel = (world: World, channel: Channel): string =>
  channel.kind === 'im' ? `the direct messages with ${world.manifest.name}` : `#${channel.name}`
