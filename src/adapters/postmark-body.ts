import type { MailText, SharedText } from '../domain/mail-text.ts'
import type { OutgoingMail } from '../ports/email.ts'
import { type ChunkPool, type Chunks, type ChunkWriter, chunkWriter } from './chunk-pool.ts'
import { postmarkEnvelope, type StreamIds } from './postmark-message.ts'

/**
 * The body of a call to `/email/batch`: the JSON of `postmarkMessage` for each mail, as bytes. Five hundred mails of 20 KB
 * are 10 MB, nearly all of it the same in each: what they share is escaped once and copied, which takes a tenth of the time
 * of writing them out (docs/decisions/0025).
 */
export function batchBody(mails: readonly OutgoingMail[], ids: StreamIds, pool: ChunkPool): Chunks {
  const out = chunkWriter(pool)
  out.text('[')
  for (const [index, mail] of mails.entries()) {
    if (index > 0) out.text(',')
    out.text(JSON.stringify(postmarkEnvelope(mail, ids)).slice(0, -1))
    writeText(out, 'TextBody', mail.text)
    if (mail.html !== undefined) writeText(out, 'HtmlBody', mail.html)
    out.text('}')
  }
  out.text(']')
  return out.written()
}

function writeText(out: ChunkWriter, name: string, text: MailText): void {
  out.text(`,"${name}":"`)
  for (const piece of text) {
    if (typeof piece === 'string') out.text(escaped(piece))
    else out.bytes(bytesOf(piece))
  }
  out.text('"')
}

// What JSON may not hold as it is, and halves of characters, which UTF-8 has no bytes for.
const needsEscaping = /["\\\p{Cc}\p{Cs}]/u

/** As it stands between the quotation marks of a JSON string. */
const escaped = (text: string): string =>
  needsEscaping.test(text) ? JSON.stringify(text).slice(1, -1) : text

// A shared text lives as long as its step is being sent, and its bytes as long as it does.
const shared = new WeakMap<SharedText, Buffer>()

function bytesOf(text: SharedText): Buffer {
  const known = shared.get(text)
  if (known) return known
  const bytes = Buffer.from(escaped(text.shared))
  shared.set(text, bytes)
  return bytes
}
