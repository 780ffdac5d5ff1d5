import { z } from 'zod'
import { plainText } from './plain-text.ts'

const threadMessage = z.object({
  type: z.literal('message'),
  // Edits, joins, deletions and bots come with other subtypes; these two are still somebody writing.
  subtype: z.enum(['file_share', 'thread_broadcast']).optional(),
  bot_id: z.undefined().optional(),
  user: z.string(),
  channel: z.string(),
  ts: z.string(),
  thread_ts: z.string(),
  text: z.string(),
  files: z.array(z.unknown()).optional(),
})

/** What somebody wrote in a thread, as plain text; empty when they only put files there. */
export type SaidInThread = {
  userId: string
  channelId: string
  ts: string
  threadTs: string
  text: string
  hasFiles: boolean
}

/** Reads a message event; null for everything that is not a person's words in a thread, or is an internal `//` note. */
export function readThreadMessage(event: unknown): SaidInThread | null {
  const read = threadMessage.safeParse(event)
  if (!read.success) return null
  const { user, channel, ts, thread_ts: threadTs, files } = read.data
  const text = plainText(read.data.text)
  const hasFiles = (files?.length ?? 0) > 0
  if (threadTs === ts || text.startsWith('//') || (text === '' && !hasFiles)) return null
  return { userId: user, channelId: channel, ts, threadTs, text, hasFiles }
}
