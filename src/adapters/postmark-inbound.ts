import { convert } from 'html-to-text'
import { z } from 'zod'
import type { InboundMail } from '../domain/reply.ts'

// Postmark's inbound body as far as we read it (developer docs, "Parse an email").
const body = z.object({
  MessageID: z.string().min(1).max(200),
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

// PostgreSQL text cannot hold NUL.
const clean = (text: string) => text.replaceAll('\u0000', '')

/** Reads the body of an inbound webhook; null when it is not one. */
export function readPostmarkInbound(payload: unknown): InboundMail | null {
  const parsed = body.safeParse(payload)
  if (!parsed.success) return null
  const mail = parsed.data
  return {
    providerMessageId: mail.MessageID,
    from: clean(mail.FromFull.Email).trim().toLowerCase(),
    fromName: clean(mail.FromFull.Name ?? ''),
    token: tokenOf(mail),
    subject: clean(mail.Subject ?? '').slice(0, 2_000),
    text: clean(mail.TextBody?.trim() ? mail.TextBody : textOf(mail.HtmlBody ?? '')),
    strippedText: clean(mail.StrippedTextReply ?? ''),
    headers: headersOf(mail.Headers ?? []),
    receivedAt: dateOf(mail.Date),
  }
}

function tokenOf({ MailboxHash, ToFull }: z.infer<typeof body>): string {
  return MailboxHash || (ToFull ?? []).find((to) => to.MailboxHash)?.MailboxHash || ''
}

function textOf(html: string): string {
  if (html === '') return ''
  return convert(html.slice(0, 500_000), {
    wordwrap: false,
    limits: { maxInputLength: 500_000, maxDepth: 60 },
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
  const headers: Record<string, string> = {}
  // The first Return-Path is the one that Postmark itself put there; a sender can only add later ones.
  for (const { Name, Value } of list) headers[Name.toLowerCase()] ??= Value ?? ''
  return headers
}

function dateOf(text: string | null | undefined): Date | null {
  const date = new Date(text ?? '')
  // Anybody writes what they like there, years that PostgreSQL has not included.
  const year = date.getUTCFullYear()
  return year >= 2000 && year <= 2100 ? date : null
}
