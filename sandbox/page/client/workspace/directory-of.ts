import { isHuman } from './person-switch.ts'
import type { Directory } from '../parts/directory.ts'
import type { Snapshot } from '../../../slack/snapshot-types.ts'

/** Names as the snapshot's person knows them. */
export function directoryOf(snapshot: Snapshot, open: (channelId: string) => void): Directory {
  const { users, channels, app, me } = snapshot
  const userName = (id: string): string => {
    if (id === app.botUserId) return app.name
    return users.find((user) => user.id === id)?.real_name ?? id
  }
  const channelName = (id: string): string => {
    const channel = channels.find((candidate) => candidate.id === id)
    if (!channel) return 'private channel'
    return channel.withUser ? `@${userName(channel.withUser)}` : channel.name
  }
  return {
    me: me.id,
    timeZone: me.tz,
    people: users.filter(isHuman).map((user) => ({ id: user.id, name: user.real_name, detail: user.email })),
    channels: channels
      .filter((channel) => channel.kind !== 'im' && !channel.archived)
      .map((channel) => ({ id: channel.id, name: channel.name, detail: channel.topic })),
    userName,
    channelName,
    open,
  }
}
