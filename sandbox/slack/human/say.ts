import { channelLabel, channelNamed } from '../channels.ts'
import type { Channel } from '../channels.ts'
import { clientOf } from '../client.ts'
import { storeFile } from '../files.ts'
import type { Upload } from '../person-types.ts'
import { post } from '../posting.ts'
import type { Actor } from './actor.ts'
import { encodeText } from './mentions.ts'

type Saying = { channel: string; text: string; threadTs?: string; files?: readonly Upload[] }

/** Posts as the person. @throws Error when they are not in the channel, or the app takes no messages */
export function say(
  actor: Actor,
  { channel: named, text, threadTs, files = [] }: Saying,
): { ts: string; channel: string } {
  const { world, user } = actor
  const channel = channelNamed(world, user.id, named)
  checkMaySpeak(actor, channel)
  const parent = threadTs === undefined ? undefined : channel.messages.get(threadTs)
  if (threadTs !== undefined && !parent) {
    throw new Error(`No message ${threadTs} in ${channelLabel(world, channel)} to reply to`)
  }
  const stored = files.map((file) => storeFile(world, { ...file, user: user.id }))
  const message = post(world, channel, {
    user: user.id,
    text: encodeText(world, text),
    threadTs: parent ? (parent.threadTs ?? parent.ts) : null,
    files: stored,
    subtype: stored.length > 0 ? 'file_share' : null,
  })
  clientOf(world, user.id).lastRead.set(channel.id, message.ts)
  return { ts: message.ts, channel: channel.id }
}

function checkMaySpeak({ world, user }: Actor, channel: Channel): void {
  if (channel.archived) throw new Error(`${channelLabel(world, channel)} is archived`)
  if (!channel.members.has(user.id)) throw new Error(`${user.name} is not in ${channelLabel(world, channel)}`)
  const { messagesEnabled, messagesReadOnly, name } = world.manifest
  if (channel.kind === 'im' && (!messagesEnabled || messagesReadOnly)) {
    throw new Error(`Sending messages to ${name} has been turned off (features.app_home in the manifest)`)
  }
}
