import type { WebClient } from '@slack/web-api'
import { slackError } from './slack-errors.ts'

/**
 * Milliseconds for which a yes is good: long enough for one Home tab, short enough for somebody who was put out. A no is
 * not remembered: people are told to join, and then press again.
 */
const freshFor = 10_000
const mostChannels = 200
/** The most that conversations.members gives at once. */
const pageSize = 1000

type Asked = { at: number; members: Promise<ReadonlySet<string>> }

/** Asks Slack who is in a channel, and remembers it briefly. What went wrong is not remembered. */
export function slackMembers(
  client: WebClient,
): (slackUserId: string, channelId: string) => Promise<boolean> {
  const known = new Map<string, Asked>()
  const ask = (channelId: string): Promise<ReadonlySet<string>> => {
    const members = membersOf(client, channelId)
    if (known.size >= mostChannels) known.clear()
    known.set(channelId, { at: Date.now(), members })
    members.catch(() => known.delete(channelId))
    return members
  }
  return async (slackUserId, channelId) => {
    const asked = known.get(channelId)
    const isFresh = asked !== undefined && Date.now() - asked.at < freshFor
    if (isFresh && (await asked.members).has(slackUserId)) return true
    return (await ask(channelId)).has(slackUserId)
  }
}

async function membersOf(client: WebClient, channelId: string): Promise<ReadonlySet<string>> {
  const members = new Set<string>()
  let cursor: string | undefined
  try {
    do {
      const page = await client.conversations.members({
        channel: channelId,
        limit: pageSize,
        ...(cursor && { cursor }),
      })
      for (const id of page.members ?? []) members.add(id)
      cursor = page.response_metadata?.next_cursor
    } while (cursor)
  } catch (error) {
    // A private channel that Baton is not in: it can vouch for nobody there.
    if (slackError(error) !== 'channel_not_found') throw error
  }
  return members
}

/** Whether a channel is open to every member of the workspace. A private one that Baton is not in does not exist for it. */
export async function isPublic(client: WebClient, channelId: string): Promise<boolean> {
  try {
    const { channel } = await client.conversations.info({ channel: channelId })
    return channel !== undefined && !channel.is_private && !channel.is_im && !channel.is_mpim
  } catch (error) {
    if (slackError(error) === 'channel_not_found') return false
    throw error
  }
}
