import { addChannel, appDm } from '../channels.ts'
import type { Channel } from '../channels.ts'
import { tellMembership } from '../events.ts'
import type { JsonObject } from '../json.ts'
import type { World } from '../world.ts'
import { ApiError, flag, names, page, requireScope, text } from './call.ts'
import type { Methods } from './call.ts'
import { channelJson } from './channel-json.ts'
import { channelArgument, isMember } from './targets.ts'

const reads = ['channels:read', 'groups:read', 'im:read', 'mpim:read']
const readScope = { public: 'channels:read', private: 'groups:read', im: 'im:read' } as const
const kindNames: { [type: string]: Channel['kind'] } = {
  public_channel: 'public',
  private_channel: 'private',
  im: 'im',
}

export const conversationMethods: Methods = {
  'conversations.list': {
    scopes: reads,
    run(world, args) {
      const { items, next } = page(listed(world, args, text(args, 'types') || 'public_channel'), args)
      return { channels: items.map((channel) => channelJson(world, channel)), ...next }
    },
  },
  'users.conversations': {
    scopes: reads,
    run(world, args) {
      const who = text(args, 'user') || world.app.bot_user_id
      const all = listed(world, args, text(args, 'types') || 'public_channel')
      const { items, next } = page(
        all.filter((channel) => channel.members.has(who)),
        args,
      )
      return { channels: items.map((channel) => channelJson(world, channel)), ...next }
    },
  },
  'conversations.info': {
    scopes: reads,
    required: ['channel'],
    run(world, args) {
      const channel = channelArgument(world, args)
      requireScope(world, [readScope[channel.kind]])
      const count = flag(args, 'include_num_members') ? { num_members: channel.members.size } : {}
      return { channel: { ...channelJson(world, channel), ...count } }
    },
  },
  'conversations.members': {
    scopes: reads,
    required: ['channel'],
    run(world, args) {
      const channel = channelArgument(world, args)
      requireScope(world, [readScope[channel.kind]])
      const { items, next } = page([...channel.members], args)
      return { members: items, ...next }
    },
  },
  'conversations.open': { scopes: ['im:write', 'mpim:write'], run: open },
  'conversations.join': {
    scopes: ['channels:join'],
    required: ['channel'],
    run(world, args) {
      const channel = channelArgument(world, args)
      if (channel.kind !== 'public') throw new ApiError('method_not_supported_for_channel_type')
      if (channel.archived) throw new ApiError('is_archived')
      const already = isMember(world, channel)
      join(world, channel, world.app.bot_user_id)
      const warning = already ? { warning: 'already_in_channel' } : {}
      return { channel: channelJson(world, channel), ...warning }
    },
  },
  'conversations.create': {
    scopes: ['channels:manage', 'channels:write', 'groups:write'],
    run: create,
  },
  'conversations.invite': {
    scopes: ['channels:write.invites', 'groups:write.invites', 'channels:manage', 'groups:write'],
    required: ['channel', 'users'],
    run: invite,
  },
  'conversations.archive': {
    scopes: ['channels:manage', 'channels:write', 'groups:write'],
    required: ['channel'],
    run(world, args) {
      const channel = channelArgument(world, args)
      if (!isMember(world, channel)) throw new ApiError('not_in_channel')
      if (channel.archived) throw new ApiError('already_archived')
      channel.archived = true
      world.changes.changed()
      return {}
    },
  },
}

function listed(world: World, args: JsonObject, types: string): Channel[] {
  const asked = names({ types }, 'types').map((type) => {
    const kind = kindNames[type]
    if (!kind && type !== 'mpim') throw new ApiError('invalid_types')
    if (kind) requireScope(world, [readScope[kind]])
    return kind
  })
  const kinds = new Set(asked)
  return [...world.channels.values()].filter(
    (channel) =>
      kinds.has(channel.kind) &&
      (channel.kind === 'public' || isMember(world, channel)) &&
      !(flag(args, 'exclude_archived') && channel.archived),
  )
}

function open(world: World, args: JsonObject): JsonObject {
  if (text(args, 'channel') !== '') {
    return { channel: channelJson(world, channelArgument(world, args)) }
  }
  const users = names(args, 'users')
  const [userId] = users
  if (userId === undefined) throw new ApiError('users_list_not_supplied')
  if (users.length > 1) throw new ApiError('invalid_user_combination')
  const user = world.users.get(userId)
  if (!user || user.isBot) throw new ApiError('user_not_found')
  if (user.deleted) throw new ApiError('user_disabled')
  const channel = appDm(world, userId)
  return { channel: flag(args, 'return_im') ? channelJson(world, channel) : { id: channel.id } }
}

function create(world: World, args: JsonObject): JsonObject {
  const name = text(args, 'name')
  if (name === '') throw new ApiError('invalid_name_required')
  if (name.length > 80) throw new ApiError('invalid_name_maxlength')
  if (!/^[\p{Ll}\p{N}\p{Lo}_-]+$/u.test(name)) throw new ApiError('invalid_name_specials')
  if ([...world.channels.values()].some((channel) => channel.name === name)) throw new ApiError('name_taken')
  const bot = world.app.bot_user_id
  const kind = flag(args, 'is_private') ? 'private' : 'public'
  requireScope(world, kind === 'private' ? ['groups:write'] : ['channels:manage', 'channels:write'])
  const channel = addChannel(world, {
    id: world.clock.nextId('C'),
    name,
    kind,
    members: [bot],
    creator: bot,
  })
  return { channel: channelJson(world, channel) }
}

function invite(world: World, args: JsonObject): JsonObject {
  const channel = channelArgument(world, args)
  if (!isMember(world, channel)) throw new ApiError('not_in_channel')
  if (channel.archived) throw new ApiError('is_archived')
  for (const userId of names(args, 'users')) {
    if (userId === world.app.bot_user_id) throw new ApiError('cant_invite_self')
    if (!world.users.has(userId)) throw new ApiError('user_not_found')
    if (channel.members.has(userId)) throw new ApiError('already_in_channel')
    join(world, channel, userId)
  }
  return { channel: channelJson(world, channel) }
}

function join(world: World, channel: Channel, userId: string): void {
  if (channel.members.has(userId)) return
  channel.members.add(userId)
  tellMembership(world, channel, { user: userId, type: 'member_joined_channel' })
  world.changes.changed()
}
