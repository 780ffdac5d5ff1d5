import type { Channel } from '../channels.ts'
import type { JsonObject } from '../json.ts'
import type { World } from '../world.ts'

/** The channel object as Slack shows it to the app. */
export function channelJson(world: World, channel: Channel): JsonObject {
  const bot = world.app.bot_user_id
  const base = {
    id: channel.id,
    created: channel.created,
    is_archived: channel.archived,
    is_im: channel.kind === 'im',
    is_org_shared: false,
    context_team_id: world.team.id,
    updated: channel.created * 1000,
  }
  if (channel.kind === 'im') {
    const user = [...channel.members].find((member) => member !== bot) ?? bot
    return {
      ...base,
      user,
      is_user_deleted: world.users.get(user)?.deleted ?? false,
      is_open: true,
      priority: 0,
    }
  }
  const about = (value: string): JsonObject => ({
    value,
    creator: channel.creator,
    last_set: channel.created,
  })
  return {
    ...base,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_mpim: false,
    is_private: channel.kind === 'private',
    is_general: false,
    is_shared: false,
    is_ext_shared: false,
    is_member: channel.members.has(bot),
    creator: channel.creator,
    topic: about(channel.topic),
    purpose: about(''),
    num_members: channel.members.size,
  }
}
