import { ok, refuse } from './answer.ts'
import type { Answer } from './answer.ts'
import type { Call } from './call.ts'
import { easternLocal } from './dates.ts'
import type { Fields } from './fields.ts'
import { postInbound } from './inbound-mail.ts'
import { newestPage, pageOf } from './paging.ts'
import type { StoredInbound } from './records.ts'
import { isBefore, isSince } from './search-dates.ts'

const statusName = (status: string): string => status.charAt(0).toUpperCase() + status.slice(1)

const onlyInDetails = new Set(['TextBody', 'HtmlBody', 'Headers', 'RawEmail', 'StrippedTextReply'])

const inboundRecord = (mail: StoredInbound): Fields => ({
  ...Object.fromEntries(Object.entries(mail.payload).filter(([name]) => !onlyInDetails.has(name))),
  Status: statusName(mail.status),
})

type Filter = (mail: StoredInbound, wanted: string) => boolean

const same = (one: unknown, other: string) =>
  typeof one === 'string' && one.toLowerCase() === other.toLowerCase()

const filters: Readonly<Record<string, Filter>> = {
  recipient: (mail, wanted) => same(mail.to, wanted),
  fromemail: (mail, wanted) => same(mail.from, wanted),
  subject: (mail, wanted) => mail.subject.toLowerCase().includes(wanted.toLowerCase()),
  mailboxhash: (mail, wanted) => same(mail.payload['MailboxHash'], wanted),
  status: (mail, wanted) => same(mail.status, wanted),
  fromdate: (mail, wanted) => isSince(wanted, easternLocal(mail.receivedAt)),
  todate: (mail, wanted) => isBefore(wanted, easternLocal(mail.receivedAt)),
}

/** `GET /messages/inbound` */
export const searchInbound = (call: Call): Answer => {
  const page = pageOf(call, 700)
  if ('status' in page) return page
  const found = call.world.activity.inbound.filter(
    (mail) =>
      mail.status !== 'undeliverable' &&
      [...call.query].every(([name, value]) => filters[name]?.(mail, value) ?? true),
  )
  return ok({ TotalCount: found.length, InboundMessages: newestPage(found, page).map(inboundRecord) })
}

const findInbound = ({ world, parameter }: Call): StoredInbound | undefined =>
  world.activity.inbound.find(({ id, status }) => id === parameter && status !== 'undeliverable')

/** `GET /messages/inbound/{id}/details` */
export const inboundDetails = (call: Call): Answer => {
  const mail = findInbound(call)
  return mail === undefined
    ? refuse(701, 'This message was not found.')
    : ok({ ...mail.payload, Status: statusName(mail.status), BlockedReason: '' })
}

/** `PUT /messages/inbound/{id}/retry`: only what failed can be tried again. */
export const retryInbound = (call: Call): Answer => {
  const mail = findInbound(call)
  if (mail?.status !== 'failed') return refuse(703, 'The message was not found, or it did not fail.')
  postInbound(call.world, mail)
  return ok({ ErrorCode: 0, Message: 'Successfully rescheduled failed message.' })
}
