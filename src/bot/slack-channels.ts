import type { ConversationsInfoResponse, WebClient } from '@slack/web-api'
import { slackError, unless } from './slack-errors.ts'

/** Joins a public channel. Private ones can only be entered by invitation: posting then says what is missing. */
export const enterChannel = (client: WebClient, channelId: string): Promise<void> =>
  unless(['method_not_supported_for_channel_type', 'channel_not_found', 'is_archived'], () =>
    client.conversations.join({ channel: channelId }),
  )

/** Whether Baton can post to a channel, and what a person can do about it where it cannot. */
export type ChannelState = 'open' | 'not-invited' | 'archived' | 'shared'

/**
 * Asks Slack. A private channel that Baton is not in does not exist for it. One that is shared with another company, or
 * about to be, is not for cards: everybody in it would read who the leads are.
 */
export async function channelState(client: WebClient, channelId: string): Promise<ChannelState> {
  try {
    const { channel } = await client.conversations.info({ channel: channelId })
    return channel === undefined ? 'open' : stateOf(channel)
  } catch (error) {
    if (slackError(error) === 'channel_not_found') return 'not-invited'
    throw error
  }
}

type Channel = NonNullable<ConversationsInfoResponse['channel']>

function stateOf(channel: Channel): ChannelState {
  if (channel.is_archived) return 'archived'
  if ([channel.is_ext_shared, channel.is_pending_ext_shared].includes(true)) return 'shared'
  return channel.is_private && !channel.is_member ? 'not-invited' : 'open'
}
