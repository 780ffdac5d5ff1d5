import { randomUUID } from 'node:crypto'

import { domainOf, mailboxHash, parseAddress, withoutHash } from './addresses.ts'
import { mailDate } from './dates.ts'
import type { Fields } from './fields.ts'
import { hookTarget } from './hook.ts'
import { inboundRules } from './post-rules.ts'
import type { StoredInbound } from './records.ts'
import type { InboundMail } from './types.ts'
import type { Header } from './words.ts'
import type { World } from './world.ts'

/** A mail on its way to the server. `answer` is what was written; `quoted` is what stands below it. */
export type Incoming = {
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly answer: string
  readonly quoted: string
  readonly references: readonly string[]
  readonly inReplyTo: string | null
  readonly headers: readonly Header[]
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '<br>')

const htmlOf = ({ answer, quoted }: Incoming): string =>
  `<div>${escaped(answer)}</div>` +
  (quoted === '' ? '' : `<blockquote class="gmail_quote">${escaped(quoted)}</blockquote>`)

/** Headers in Postmark's order: its own Return-Path first, what the sender wrote last. Date is a field. */
const headersOf = (mail: Incoming, from: string): Header[] => {
  const threading =
    mail.references.length === 0
      ? []
      : [
          { Name: 'In-Reply-To', Value: mail.references.at(-1) ?? '' },
          { Name: 'References', Value: mail.references.join(' ') },
        ]
  const headers = [
    { Name: 'Return-Path', Value: `<${from}>` },
    { Name: 'Received', Value: `from mail.${domainOf(from)} by inbound.postmarkapp.com with ESMTPS` },
    { Name: 'X-Spam-Status', Value: 'No' },
    { Name: 'X-Spam-Score', Value: '-0.1' },
    { Name: 'X-Spam-Tests', Value: 'DKIM_SIGNED,DKIM_VALID,DKIM_VALID_AU,SPF_PASS' },
    { Name: 'Received-SPF', Value: 'pass' },
    { Name: 'MIME-Version', Value: '1.0' },
    { Name: 'Message-ID', Value: `<${randomUUID()}@mail.${domainOf(from)}>` },
    ...threading,
  ]
  const given = new Set(mail.headers.map(({ Name }) => Name.toLowerCase()))
  return [...headers.filter(({ Name }) => !given.has(Name.toLowerCase())), ...mail.headers]
}

const mailbox = (value: string) => {
  const { email, name } = parseAddress(value) ?? { email: value, name: '' }
  return { Email: email, Name: name, MailboxHash: mailboxHash(email) }
}

const payloadOf = (mail: Incoming, id: string, at: number): Fields => {
  const from = mailbox(mail.from)
  const to = mailbox(mail.to)
  return {
    FromName: from.Name,
    MessageStream: 'inbound',
    From: from.Email,
    FromFull: { ...from, MailboxHash: '' },
    To: to.Name === '' ? to.Email : `"${to.Name}" <${to.Email}>`,
    ToFull: [to],
    Cc: '',
    CcFull: [],
    Bcc: '',
    BccFull: [],
    OriginalRecipient: to.Email,
    Subject: mail.subject,
    MessageID: id,
    ReplyTo: '',
    MailboxHash: to.MailboxHash,
    Date: mailDate(at),
    TextBody: mail.quoted === '' ? mail.answer : `${mail.answer}\n\n${mail.quoted}`,
    HtmlBody: htmlOf(mail),
    // Postmark works it out only for answers.
    StrippedTextReply: mail.references.length === 0 ? '' : mail.answer,
    Tag: '',
    Headers: headersOf(mail, from.Email),
    Attachments: [],
  }
}

/** Whether mail to this address comes to the server at all. */
const isOurs = ({ inboundAddress, server }: World, to: string): boolean =>
  (server.InboundDomain !== '' && domainOf(to) === server.InboundDomain.toLowerCase()) ||
  withoutHash(to).toLowerCase() === inboundAddress.toLowerCase()

/** Posts a mail to the inbound webhook, if the server has one. */
export const postInbound = ({ server, outbox }: World, mail: StoredInbound): void => {
  if (server.InboundHookUrl === '') return
  mail.status = 'queued'
  outbox.add({
    target: hookTarget(server.InboundHookUrl),
    recordType: 'Inbound',
    payload: () => mail.payload,
    rules: inboundRules,
    settled: (delivered) => {
      mail.status = delivered ? 'processed' : 'failed'
    },
  })
}

/** A mail arrives from outside. Mail to an address that is not the server's goes nowhere. */
export const receive = (world: World, mail: Incoming): InboundMail => {
  const id = randomUUID()
  const receivedAt = world.clock.now()
  const to = parseAddress(mail.to)?.email ?? mail.to
  const stored: StoredInbound = {
    id,
    from: parseAddress(mail.from)?.email ?? mail.from,
    to,
    subject: mail.subject,
    text: mail.answer,
    receivedAt,
    inReplyTo: mail.inReplyTo,
    payload: payloadOf(mail, id, receivedAt),
    status: isOurs(world, to) ? 'processed' : 'undeliverable',
  }
  world.activity.inbound.push(stored)
  if (stored.status === 'processed') postInbound(world, stored)
  return stored
}
