import { z } from 'zod'
import type { FoundMail, MailStream } from '../ports/email.ts'
import type { PostmarkCaller } from './postmark-call.ts'
import { type StreamIds, streamId } from './postmark-message.ts'

/** Postmark's largest page, and the farthest it pages (https://postmarkapp.com/developer/api/messages-api). */
const pageSize = 500
const lastRow = 10_000

const page = z.object({
  TotalCount: z.int().nonnegative(),
  Messages: z.array(z.object({ MessageID: z.string().min(1), Metadata: z.record(z.string(), z.string()) })),
})

type Search = { attempt: string; stream: MailStream; settings: StreamIds }

/** What Postmark has on record for an attempt. Throws when it cannot be asked or answers something unreadable. */
export async function findByAttempt(call: PostmarkCaller, search: Search): Promise<FoundMail[]> {
  const found: FoundMail[] = []
  for (let offset = 0; offset < lastRow; offset += pageSize) {
    const { TotalCount, Messages } = await readPage(call, search, offset)
    for (const { MessageID, Metadata } of Messages) {
      const { attempt, sendid } = Metadata
      // A filter that is not understood is ignored, not refused: without this check it would claim foreign mails.
      if (attempt === search.attempt && sendid) found.push({ sendid, providerMessageId: MessageID })
    }
    if (offset + pageSize >= TotalCount || Messages.length === 0) break
  }
  return found
}

async function readPage(call: PostmarkCaller, { attempt, stream, settings }: Search, offset: number) {
  const answer = await call((client) =>
    client.getOutboundMessages({
      count: pageSize,
      offset,
      messagestream: streamId(stream, settings),
      metadata_attempt: attempt,
    }),
  )
  if (answer.kind === 'failed') throw new Error(`Search for sent mails failed. ${answer.reason}`)
  const read = page.safeParse(answer.body)
  if (!read.success) throw new Error('Search for sent mails failed. Postmark answered something unreadable.')
  return read.data
}
