import { convert } from 'html-to-text'
import { z } from 'zod'
import { oneLine, severalLines } from '../domain/foreign-text.ts'
import type { InboundMail } from '../domain/reply.ts'
import { postmarkId } from './postmark-id.ts'

// Postmark's inbound body as far as we read it (developer docs, "Parse an email").
const body = z.object({
  MessageID: postmarkId,
  From: z.string().nullish(),
  FromFull: z.object({ Email: z.string(), Name: z.string().nullish() }),
  MailboxHash: z.string().nullish(),
  ToFull: z.array(z.object({ MailboxHash: z.string().nullish() })).nullish(),
  Subject: z.string().nullish(),
  TextBody: z.string().nullish(),
  HtmlBody: z.string().nullish(),
  StrippedTextReply: z.string().nullish(),
  Date: z.string().nullish(),
  Headers: z.array(z.object({ Name: z.string(), Value: z.string().nullish() })).nullish(),
})

// More than anybody writes, or answers to; the whole mail stays in the stored webhook.
// Markup that opens without end takes its reader's time with the square of its length.
const longest = { text: 200_000, html: 200_000, header: 50_000, subject: 2_000, name: 320 }
const mostHeaders = 1_000

/** Reads the body of an inbound webhook; null when it is not one. */
export function readPostmarkInbound(payload: unknown): InboundMail | null {
  const parsed = body.safeParse(payload)
  if (!parsed.success) return null
  const mail = parsed.data
  return {
    providerMessageId: mail.MessageID,
    from: oneLine(mail.FromFull.Email, longest.name).toLowerCase(),
    fromName: oneLine(mail.FromFull.Name ?? '', longest.name),
    token: oneLine(tokenOf(mail), longest.name),
    subject: oneLine(mail.Subject ?? '', longest.subject),
    text: severalLines(mail.TextBody?.trim() ? mail.TextBody : textOf(mail.HtmlBody ?? ''), longest.text),
    strippedText: severalLines(mail.StrippedTextReply ?? '', longest.text),
    headers: headersOf(mail.Headers ?? []),
    receivedAt: dateOf(mail.Date),
  }
}

function tokenOf({ MailboxHash, ToFull }: z.infer<typeof body>): string {
  return MailboxHash || (ToFull ?? []).find((to) => to.MailboxHash)?.MailboxHash || ''
}

function textOf(html: string): string {
  if (html === '') return ''
  return convert(html.slice(0, longest.html), {
    wordwrap: false,
    limits: { maxInputLength: longest.html, maxDepth: 60 },
    selectors: [
      { selector: 'img', format: 'skip' },
      { selector: 'a', options: { ignoreHref: true } },
      // Where mail programs put what is quoted; the whole mail stays in the stored webhook.
      { selector: 'div.gmail_quote', format: 'skip' },
      { selector: 'blockquote', format: 'skip' },
    ],
  })
}

function headersOf(
  list: readonly { Name: string; Value?: string | null | undefined }[],
): Record<string, string> {
  const headers = new Map<string, string>()
  for (const { Name, Value } of list.slice(0, mostHeaders)) {
    const name = oneLine(Name, longest.name).toLowerCase()
    // The first Return-Path is the one that Postmark itself put there; a sender can only add later ones.
    if (!headers.has(name)) headers.set(name, oneLine(Value ?? '', longest.header))
    // Which of two is Postmark's own nobody can tell, so then nothing is proven.
    else if (name === 'x-spam-tests') headers.set(name, '')
  }
  return Object.fromEntries(headers)
}

function dateOf(text: string | null | undefined): Date | null {
  const date = new Date(text ?? '')
  // Anybody writes what they like there, years that PostgreSQL has not included.
  const year = date.getUTCFullYear()
  return year >= 2000 && year <= 2100 ? date : null
}
