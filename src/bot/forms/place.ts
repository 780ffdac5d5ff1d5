import type { KnownBlock, PlainTextElement } from '@slack/types'
import { z } from 'zod'

const blocks = z.custom<KnownBlock[]>(Array.isArray)
const title = z.custom<PlainTextElement>((value) => typeof value === 'object' && value !== null)

const view = z.object({
  id: z.string(),
  type: z.enum(['modal', 'home']),
  title: title.nullish(),
  submit: title.nullish(),
  close: title.nullish(),
  callback_id: z.string().nullish(),
  private_metadata: z.string().nullish(),
  blocks,
})

/** A view as Slack sends it with a press of a button in it. */
export type PressedView = z.infer<typeof view>

const withResponseUrl = z.object({ response_url: z.url() })
const inView = z.object({ user: z.object({ id: z.string() }), view })
const inThread = z.object({
  event: z.object({
    type: z.literal('message'),
    user: z.string(),
    channel: z.string(),
    thread_ts: z.string(),
  }),
})

/** Where the person who did something can be answered, so that nobody else reads it. */
export type Place =
  | { kind: 'response-url'; url: string }
  | { kind: 'view'; userId: string; view: PressedView }
  | { kind: 'thread'; userId: string; channelId: string; threadTs: string }
  | { kind: 'nowhere' }

/** Finds that place in any payload that Slack sends. */
export function placeOf(body: unknown): Place {
  const url = withResponseUrl.safeParse(body)
  if (url.success) return { kind: 'response-url', url: url.data.response_url }
  const pressed = inView.safeParse(body)
  if (pressed.success) return { kind: 'view', userId: pressed.data.user.id, view: pressed.data.view }
  const said = inThread.safeParse(body)
  if (!said.success) return { kind: 'nowhere' }
  const { user, channel, thread_ts: threadTs } = said.data.event
  return { kind: 'thread', userId: user, channelId: channel, threadTs }
}
