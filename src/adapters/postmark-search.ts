import { z } from 'zod'
import type { FoundMail } from '../domain/found-mails.ts'
import type { MailStream } from '../ports/email.ts'
import type { PostmarkCaller } from './postmark-call.ts'
import { postmarkId } from './postmark-id.ts'
import { type StreamIds, streamId } from './postmark-message.ts'

/** Postmark's largest page, and the farthest it pages (https://postmarkapp.com/developer/api/messages-api). */
const pageSize = 500
const lastRow = 10_000

const page = z.object({
  TotalCount: z.int().nonnegative(),
  Messages: z.array(z.object({ MessageID: postmarkId, Metadata: z.record(z.string(), z.string()) })),
})

type Row = z.infer<typeof page>['Messages'][number]
type Search = { attempt: string; stream: MailStream; settings: StreamIds }

/**
 * What Postmark has on record for an attempt. Throws when it cannot be asked, answers something unreadable or shows less
 * than it says it has: whoever is not shown would be taken for not found, and written to again.
 */
export async function findByAttempt(call: PostmarkCaller, search: Search): Promise<FoundMail[]> {
  const rows = new Map<string, Row>()
  let total = 0
  let offset = 0
  for (let pages = 0; pages < lastRow / pageSize && offset < lastRow; pages += 1) {
    const { TotalCount, Messages } = await readPage(call, search, offset)
    // By both: should several mails be shown under one id, each is there all the same.
    for (const row of Messages) rows.set(`${row.MessageID} ${row.Metadata['sendid'] ?? ''}`, row)
    // What is put on record meanwhile moves the others to later pages, where some are shown again.
    total = Math.max(total, TotalCount)
    offset += Messages.length
    if (rows.size >= total || Messages.length === 0) break
  }
  if (rows.size < total)
    throw new Error(`Search for sent mails failed. Postmark has ${total} and showed ${rows.size}.`)
  return [...rows.values()].flatMap(({ MessageID, Metadata: { attempt, sendid } }) =>
    // A filter that is not understood is ignored, not refused: without this check it would claim foreign mails.
    attempt === search.attempt && sendid ? [{ sendid, providerMessageId: MessageID }] : [],
  )
}

async function readPage(call: PostmarkCaller, { attempt, stream, settings }: Search, offset: number) {
  const answer = await call((client) =>
    client.getOutboundMessages({
      count: Math.min(pageSize, lastRow - offset),
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
