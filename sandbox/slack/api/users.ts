import type { JsonObject } from '../json.ts'
import type { User, World } from '../world.ts'
import { ApiError, page, text } from './call.ts'
import type { Methods } from './call.ts'

export const userMethods: Methods = {
  'users.info': {
    scopes: ['users:read'],
    required: ['user'],
    run: (world, args) => ({ user: userJson(world, found(world, text(args, 'user'))) }),
  },
  'users.list': {
    scopes: ['users:read'],
    run(world, args) {
      const { items, next } = page([...world.users.values()], args)
      return {
        members: items.map((user) => userJson(world, user)),
        cache_ts: Math.floor(world.clock.now() / 1000),
        ...next,
      }
    },
  },
  'users.lookupByEmail': {
    scopes: ['users:read.email'],
    required: ['email'],
    run(world, args) {
      const email = text(args, 'email').toLowerCase()
      const user = [...world.users.values()].find(
        (each) => !each.deleted && each.email.toLowerCase() === email,
      )
      if (!user) throw new ApiError('users_not_found')
      return { user: userJson(world, user) }
    },
  },
  'users.profile.get': {
    scopes: ['users.profile:read'],
    run: (world, args) => ({
      profile: profileJson(world, found(world, text(args, 'user') || world.app.bot_user_id)),
    }),
  },
  'bots.info': {
    scopes: ['users:read'],
    run(world, args) {
      const id = text(args, 'bot') || world.app.bot_id
      if (id !== world.app.bot_id) throw new ApiError('bot_not_found')
      const { app_id, bot_user_id: user_id } = world.app
      return {
        bot: { id, deleted: false, name: world.manifest.name, updated: 0, app_id, user_id, icons: {} },
      }
    },
  },
  'usergroups.list': {
    scopes: ['usergroups:read'],
    run: (world) => ({
      usergroups: world.usergroups.map((group) => ({
        id: group.id,
        team_id: world.team.id,
        is_usergroup: true,
        name: group.name,
        handle: group.handle,
        users: group.users,
        user_count: group.users.length,
        date_delete: 0,
      })),
    }),
  },
  'usergroups.users.list': {
    scopes: ['usergroups:read'],
    required: ['usergroup'],
    run(world, args) {
      const group = world.usergroups.find((each) => each.id === text(args, 'usergroup'))
      if (!group) throw new ApiError('no_such_subteam')
      return { users: group.users }
    },
  },
}

function found(world: World, id: string): User {
  const user = world.users.get(id)
  if (!user) throw new ApiError('user_not_found')
  return user
}

/** The user object as Slack shows it to the app; the email only with its own scope. */
function userJson(world: World, user: User): JsonObject {
  return {
    id: user.id,
    team_id: teamOf(world, user),
    name: user.name,
    deleted: user.deleted,
    real_name: user.real_name,
    tz: user.tz,
    tz_label: user.tz,
    tz_offset: zoneOffsetSeconds(user.tz, world.clock.now()),
    profile: profileJson(world, user),
    ...standing(world, user),
    is_primary_owner: false,
    is_bot: user.isBot,
    is_app_user: false,
    updated: 0,
    is_email_confirmed: true,
  }
}

const teamOf = (world: World, user: User): string => user.team_id ?? world.team.id

/** What somebody is in this workspace. Slack says `is_stranger` only of people from outside it. */
function standing(world: World, user: User): JsonObject {
  return {
    is_admin: user.is_admin === true || user.is_owner === true,
    is_owner: user.is_owner === true,
    is_restricted: user.is_restricted === true || user.is_ultra_restricted === true,
    is_ultra_restricted: user.is_ultra_restricted === true,
    ...(teamOf(world, user) === world.team.id ? {} : { is_stranger: true }),
  }
}

function profileJson(world: World, user: User): JsonObject {
  const email = world.manifest.scopes.has('users:read.email') && !user.isBot ? { email: user.email } : {}
  const [first = '', ...rest] = user.real_name.split(' ')
  return {
    title: '',
    phone: '',
    real_name: user.real_name,
    real_name_normalized: user.real_name,
    display_name: user.name,
    display_name_normalized: user.name,
    first_name: first,
    last_name: rest.join(' '),
    status_text: '',
    status_emoji: '',
    team: teamOf(world, user),
    ...(user.isBot ? { api_app_id: world.app.app_id, bot_id: world.app.bot_id } : {}),
    ...email,
  }
}

/** The zone's distance from UTC at that moment, in seconds. */
function zoneOffsetSeconds(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(
    at,
  )
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? ''
  const [, sign = '+', hours = '0', minutes = '0'] = /([+-])(\d+):(\d+)/.exec(name) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60)
}
