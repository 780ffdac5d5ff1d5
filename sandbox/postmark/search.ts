import { parseAddresses } from './addresses.ts'
import { ok, refuse } from './answer.ts'
import type { Answer } from './answer.ts'
import type { Call } from './call.ts'
import { easternLocal, easternSeven } from './dates.ts'
import type { Fields } from './fields.ts'
import { mailById, metadataIndex, recipientsOf } from './mail-index.ts'
import { rawMail, receivedBodies } from './mail-view.ts'
import { newestPage, pageOf } from './paging.ts'
import type { StoredMail } from './records.ts'
import { isBefore, isSince } from './search-dates.ts'
import type { MailEvent } from './words.ts'

const queryError = 700
const metadataPrefix = 'metadata_'

const mailboxes = (list: string) => {
  const parsed = parseAddresses(list)
  return 'bad' in parsed ? [] : parsed.map(({ email, name }) => ({ Email: email, Name: name }))
}

const statusOf = ({ events }: StoredMail): string => (events.length === 0 ? 'Processed' : 'Sent')

const messageRecord = (mail: StoredMail): Fields => ({
  Tag: mail.tag,
  MessageID: mail.id,
  To: mailboxes(mail.to),
  Cc: mailboxes(mail.cc),
  Bcc: mailboxes(mail.bcc),
  Recipients: recipientsOf(mail),
  ReceivedAt: easternSeven(mail.acceptedAt),
  From: mail.from,
  Subject: mail.subject,
  Attachments: mail.attachments.map(({ name }) => name),
  Status: statusOf(mail),
  TrackOpens: mail.trackOpens,
  TrackLinks: mail.trackLinks,
  Metadata: mail.metadata,
  MessageStream: mail.stream,
  Sandboxed: false,
})

type Filter = (mail: StoredMail, wanted: string) => boolean

const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase()

const filters: Readonly<Record<string, Filter>> = {
  recipient: (mail, wanted) => recipientsOf(mail).includes(wanted.toLowerCase()),
  fromemail: (mail, wanted) => mailboxes(mail.from).some(({ Email }) => same(Email, wanted)),
  tag: (mail, wanted) => mail.tag === wanted,
  subject: (mail, wanted) => mail.subject.toLowerCase().includes(wanted.toLowerCase()),
  status: (mail, wanted) => same(statusOf(mail), wanted),
  fromdate: (mail, wanted) => isSince(wanted, easternLocal(mail.acceptedAt)),
  todate: (mail, wanted) => isBefore(wanted, easternLocal(mail.acceptedAt)),
}

/** Where to look: the mails with a metadata value, or all of them; refuses a second metadata field. */
const candidates = ({ world, query }: Call): readonly StoredMail[] | Answer => {
  const names = [...new Set(query.keys())].filter((name) => name.startsWith(metadataPrefix))
  const [name] = names
  if (name === undefined) return world.activity.mails
  if (names.length > 1) return refuse(queryError, 'Only one metadata field can be searched for at a time.')
  const byValue = metadataIndex(world, name.slice(metadataPrefix.length))
  return byValue.get(query.get(name) ?? '') ?? []
}

/** `GET /messages/outbound`: newest first; the stream defaults to `outbound`; fresh mails come with a lag. */
export const searchOutbound = (call: Call): Answer => {
  const { world, query } = call
  const page = pageOf(call, queryError)
  if ('status' in page) return page
  const among = candidates(call)
  if ('status' in among) return among
  const stream = query.get('messagestream') ?? 'outbound'
  const now = world.clock.now()
  const wanted = [...query].flatMap(([name, value]) => {
    const filter = filters[name]
    return filter === undefined ? [] : [{ filter, value }]
  })
  const found = among.filter(
    (mail) =>
      mail.stream === stream &&
      mail.searchableAt <= now &&
      !mail.removed &&
      wanted.every(({ filter, value }) => filter(mail, value)),
  )
  return ok({ TotalCount: found.length, Messages: newestPage(found, page).map(messageRecord) })
}

const eventTypes: Readonly<Record<MailEvent['kind'], string>> = {
  delivered: 'Delivered',
  opened: 'Opened',
  clicked: 'LinkClicked',
  bounced: 'Bounced',
  complained: 'SubscriptionChanged',
  unsubscribed: 'SubscriptionChanged',
}

const eventDetails = ({ kind, detail }: MailEvent): Fields => {
  if (kind === 'delivered')
    return { DeliveryMessage: 'smtp;250 2.0.0 OK', DestinationServer: '', DestinationIP: '' }
  if (kind === 'clicked') return { Summary: 'Link clicked', Link: detail, ClickLocation: 'HTML' }
  if (kind === 'bounced') return { Summary: detail }
  if (kind === 'opened') return { Summary: 'Opened' }
  return { Origin: 'Recipient', SuppressSending: 'True' }
}

const findMail = ({ world, parameter }: Call): StoredMail | Answer => {
  const mail = mailById(world, parameter)
  return mail === undefined || mail.searchableAt > world.clock.now() || mail.removed
    ? refuse(701, 'This message was not found.')
    : mail
}

const eventRecords = (mail: StoredMail): Fields[] =>
  mail.events.map((event) => ({
    Recipient: recipientsOf(mail)[0] ?? '',
    Type: eventTypes[event.kind],
    ReceivedAt: easternSeven(event.at),
    Details: eventDetails(event),
  }))

/** `GET /messages/outbound/{id}/details` */
export const outboundDetails = (call: Call): Answer => {
  const mail = findMail(call)
  if ('status' in mail) return mail
  const { html, text } = receivedBodies(call.world, mail)
  return ok({
    ...messageRecord(mail),
    TextBody: text,
    HtmlBody: html,
    Body: rawMail(call.world, mail),
    MessageEvents: eventRecords(mail),
  })
}

/** `GET /messages/outbound/{id}/dump` */
export const outboundDump = (call: Call): Answer => {
  const mail = findMail(call)
  return 'status' in mail ? mail : ok({ Body: call.world.keepBodies ? rawMail(call.world, mail) : '' })
}
