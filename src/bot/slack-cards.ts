import type { WebClient } from '@slack/web-api'
import type { CardPlace, MemberNote, MessageRef, ThreadNote } from '../ports/chat.ts'
import { enterChannel } from './slack-channels.ts'
import { slackError } from './slack-errors.ts'
import type { Message } from './views/blocks.ts'
import { memberNoteMessage } from './views/member-note.ts'
import { threadNoteMessage } from './views/thread-note.ts'

/** Posts a card, or redraws it where it stands. A card that somebody deleted is posted anew. */
export async function showCard(client: WebClient, place: CardPlace, message: Message): Promise<MessageRef> {
  if (place.ts !== null) {
    try {
      await client.chat.update({ channel: place.channelId, ts: place.ts, ...message })
      return { channelId: place.channelId, ts: place.ts }
    } catch (error) {
      if (slackError(error) !== 'message_not_found') throw error
    }
  }
  // Thread messages and file uploads reach only members of a channel, so the first card comes with joining it.
  await enterChannel(client, place.channelId)
  return post(client, { channelId: place.channelId, message })
}

/** Says a line in the thread of a card. */
export const sayInThread = (client: WebClient, thread: MessageRef, note: ThreadNote): Promise<MessageRef> =>
  post(client, { channelId: thread.channelId, message: threadNoteMessage(note), threadTs: thread.ts })

/** Says something to a member alone: Slack takes a user's id for the direct messages with them. */
export async function tellMember(client: WebClient, slackUserId: string, note: MemberNote): Promise<void> {
  await post(client, { channelId: slackUserId, message: memberNoteMessage(note) })
}

type Post = { channelId: string; message: Message; threadTs?: string }

async function post(client: WebClient, { channelId, message, threadTs }: Post): Promise<MessageRef> {
  const posted = await client.chat.postMessage({
    channel: channelId,
    ...message,
    unfurl_links: false,
    unfurl_media: false,
    ...(threadTs !== undefined && { thread_ts: threadTs }),
  })
  if (posted.ts === undefined) throw new Error('Slack posted a message without saying where')
  return { channelId: posted.channel ?? channelId, ts: posted.ts }
}
