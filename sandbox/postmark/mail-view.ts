import { mailDate } from './dates.ts'
import type { StoredMail } from './records.ts'
import type { Mail, MailSummary } from './types.ts'
import type { Header } from './words.ts'
import type { World } from './world.ts'

const placeholder = /\{\{\{\s*pm:unsubscribe\s*\}\}\}/g
const hasPlaceholder = (body: string) => body.search(placeholder) !== -1

/** Postmark's own unsubscribe page for a mail; here the stand-in serves it. */
export const unsubscribeUrl = ({ baseUrl }: World, mail: StoredMail): string =>
  `${baseUrl}/unsubscribe/${mail.id}`

const handlingOf = ({ streams }: World, mail: StoredMail) => streams.get(mail.stream)?.unsubscribe ?? 'None'

const insertFooter = (html: string, footer: string): string => {
  const end = html.toLowerCase().lastIndexOf('</body>')
  return end === -1 ? html + footer : html.slice(0, end) + footer + html.slice(end)
}

/** The bodies as received: the stream's unsubscribe link put in, where the sender left room or at the end. */
export const receivedBodies = (world: World, mail: StoredMail): { html: string; text: string } => {
  const handling = handlingOf(world, mail)
  const url = unsubscribeUrl(world, mail)
  const { html, text } = mail
  if (handling === 'Custom') return { html, text }
  const filled = { html: html.replaceAll(placeholder, url), text: text.replaceAll(placeholder, url) }
  if (handling === 'None') return filled
  const footer = `<p style="font-size:12px"><a href="${url}">Unsubscribe</a></p>`
  return {
    html: html === '' || hasPlaceholder(html) ? filled.html : insertFooter(html, footer),
    text: text === '' || hasPlaceholder(text) ? filled.text : `${text}\n\nUnsubscribe: ${url}\n`,
  }
}

const ownHeaders = new Set(['message-id', 'x-pm-keepid'])
const unsubscribeHeaders = new Set(['list-unsubscribe', 'list-unsubscribe-post'])

/** The headers as received. On a stream that Postmark handles, its unsubscribe headers replace any others. */
export const receivedHeaders = (world: World, mail: StoredMail): Header[] => {
  const byPostmark = handlingOf(world, mail) === 'Postmark'
  const sent = mail.headers.filter(({ Name }) => {
    const name = Name.toLowerCase()
    return !ownHeaders.has(name) && !(byPostmark && unsubscribeHeaders.has(name))
  })
  const optional = (Name: string, Value: string): Header[] => (Value === '' ? [] : [{ Name, Value }])
  return [
    { Name: 'Message-ID', Value: mail.messageId },
    { Name: 'Date', Value: mailDate(mail.acceptedAt) },
    { Name: 'From', Value: mail.from },
    { Name: 'To', Value: mail.to },
    ...optional('Cc', mail.cc),
    ...optional('Reply-To', mail.replyTo),
    { Name: 'Subject', Value: mail.subject },
    ...sent,
    ...(byPostmark
      ? [
          { Name: 'List-Unsubscribe', Value: `<${unsubscribeUrl(world, mail)}>` },
          { Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' },
        ]
      : []),
    ...optional('X-PM-Tag', mail.tag),
    { Name: 'X-PM-Message-Id', Value: mail.id },
  ]
}

/** The raw mail, as `/dump` and webhooks with content give it. */
export const rawMail = (world: World, mail: StoredMail): string => {
  const { html, text } = receivedBodies(world, mail)
  const boundary = `=_${mail.id}`
  const part = (type: string, body: string) =>
    body === '' ? [] : [`--${boundary}`, `Content-Type: ${type}; charset=utf-8`, '', body]
  return [
    ...receivedHeaders(world, mail).map(({ Name, Value }) => `${Name}: ${Value}`),
    'MIME-Version: 1.0',
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
    '',
    ...part('text/plain', text),
    ...part('text/html', html),
    `--${boundary}--`,
    '',
  ].join('\r\n')
}

/** The line of a mail in a list. */
export const mailSummary = (mail: StoredMail): MailSummary => ({
  id: mail.id,
  messageId: mail.messageId,
  stream: mail.stream,
  from: mail.from,
  to: mail.to,
  replyTo: mail.replyTo,
  subject: mail.subject,
  tag: mail.tag,
  acceptedAt: mail.acceptedAt,
  happened: mail.events.map(({ kind }) => kind),
})

/** Everything about a mail, for the person who reads it. */
export const mailView = (world: World, mail: StoredMail): Mail => ({
  ...mailSummary(mail),
  ...receivedBodies(world, mail),
  headers: receivedHeaders(world, mail),
  metadata: mail.metadata,
  attachments: mail.attachments,
  trackOpens: mail.trackOpens,
  trackLinks: mail.trackLinks,
  events: [...mail.events],
})
