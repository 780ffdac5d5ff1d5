import { addChannel } from './channels.ts'
import type { Channel } from './channels.ts'
import { clientOf, newClient } from './client.ts'
import { tellMembership } from './events.ts'
import type { Admin, ChannelSeed, UserSeed } from './types.ts'
import type { World } from './world.ts'

/** What a workspace admin can do; also how the workspace is filled at the start. */
export function makeAdmin(world: World): Admin {
  return {
    addUser: (user) => addUser(world, user),
    deactivateUser(userId) {
      const { userId: id } = clientOf(world, userId)
      const user = world.users.get(id)
      if (user) user.deleted = true
      for (const channel of world.channels.values()) {
        if (channel.kind !== 'im') channel.members.delete(id)
      }
      world.changes.changed()
    },
    addChannel: (channel) => seedChannel(world, channel),
    join(named, userId) {
      const channel = anyChannel(world, named)
      if (channel.members.has(userId)) return
      channel.members.add(userId)
      tellMembership(world, channel, { user: userId, type: 'member_joined_channel' })
      world.changes.changed()
    },
    leave(named, userId) {
      const channel = anyChannel(world, named)
      if (!channel.members.has(userId)) return
      // Told first: whoever leaves still hears of it, and the bot hears of everyone but itself.
      if (userId !== world.app.bot_user_id) {
        tellMembership(world, channel, { user: userId, type: 'member_left_channel' })
      }
      channel.members.delete(userId)
      world.changes.changed()
    },
    archive(named) {
      anyChannel(world, named).archived = true
      world.changes.changed()
    },
  }
}

export function addUser(world: World, user: UserSeed): void {
  world.users.set(user.id, { ...user, deleted: false, isBot: false })
  world.clients.set(user.id, newClient(user.id))
  world.changes.changed()
}

/** @throws Error when a member is no user of the workspace */
export function seedChannel(world: World, seed: ChannelSeed): void {
  const unknown = seed.members.filter((member) => !world.users.has(member))
  if (unknown.length > 0) throw new Error(`#${seed.name} has members who are no users: ${unknown.join(', ')}`)
  addChannel(world, {
    id: seed.id,
    name: seed.name,
    kind: seed.is_private === true ? 'private' : 'public',
    members: seed.members,
    topic: seed.topic ?? '',
    creator: seed.members[0] ?? world.app.bot_user_id,
  })
}

/** Any channel by id, name or '#name', whoever may see it. @throws Error listing the channels */
export function anyChannel(world: World, named: string): Channel {
  const name = named.replace(/^#/, '')
  const channels = [...world.channels.values()]
  const found = channels.find((channel) => channel.id === named || channel.name === name)
  if (!found)
    throw new Error(`No channel '${named}'; channels: ${channels.map(({ name }) => name).join(', ')}`)
  return found
}
