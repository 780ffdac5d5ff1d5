import { domainOf, parseAddress, parseAddresses } from './addresses.ts'
import type { Refusal } from './answer.ts'
import type { WireAttachment, WireMessage } from './wire-message.ts'
import type { World } from './world.ts'

type Check = (message: WireMessage, world: World) => Refusal | null

const megabyte = 1024 * 1024
const linkModes = new Set(['', 'None', 'HtmlAndText', 'HtmlOnly', 'TextOnly'])
const forbiddenExtensions = new Set(
  (
    'vbs exe bin bat chm com cpl crt hlp hta inf ins isp jse lnk mdb pcd pif reg scr sct shs vbe vba wsf wsh ' +
    'wsl msc msi msp mst'
  ).split(' '),
)

const invalid = (Message: string): Refusal => ({ ErrorCode: 300, Message })

/** UTF-8 needs at most three bytes per UTF-16 unit, so most bodies need no counting. */
const longerThan = (body: string, bytes: number): boolean =>
  body.length * 3 > bytes && Buffer.byteLength(body) > bytes

const checkFrom: Check = ({ From }) => {
  if (From.length > 255) return invalid(`The 'From' address must not be longer than 255 characters.`)
  return parseAddress(From) === null ? invalid(`Invalid 'From' address: '${From}'.`) : null
}

const checkRecipients: Check = (message) => {
  let total = 0
  for (const field of ['To', 'Cc', 'Bcc'] as const) {
    const parsed = parseAddresses(message[field])
    if ('bad' in parsed) return invalid(`Invalid '${field}' address: '${parsed.bad}'.`)
    total += parsed.length
  }
  if (total === 0) return invalid('Zero recipients specified.')
  return total > 50 ? invalid('Too many recipients: at most 50 in To, Cc and Bcc together.') : null
}

const checkReplyTo: Check = ({ ReplyTo }) => {
  const parsed = parseAddresses(ReplyTo)
  return 'bad' in parsed ? invalid(`Invalid 'ReplyTo' address: '${parsed.bad}'.`) : null
}

const checkTexts: Check = ({ Subject, Tag, TrackLinks, HtmlBody, TextBody }) => {
  if (Subject.length > 2000) return invalid(`The 'Subject' must not be longer than 2000 characters.`)
  if (Tag.length > 1000) return invalid(`The 'Tag' must not be longer than 1000 characters.`)
  if (!linkModes.has(TrackLinks)) return invalid(`Invalid 'TrackLinks' value: '${TrackLinks}'.`)
  if (HtmlBody === '' && TextBody === '') {
    return invalid('Provide either email TextBody or HtmlBody or both.')
  }
  if (longerThan(HtmlBody, 5 * megabyte)) return invalid(`The 'HtmlBody' must not be larger than 5 MB.`)
  return longerThan(TextBody, 5 * megabyte) ? invalid(`The 'TextBody' must not be larger than 5 MB.`) : null
}

const checkHeaders: Check = ({ Headers }) => {
  for (const { Name, Value } of Headers) {
    if (!/^[!-9;-~]+$/.test(Name)) return invalid(`Invalid header name: '${Name}'.`)
    if (/[\r\n]/.test(Value))
      return invalid(`Invalid value of header '${Name}': line breaks are not allowed.`)
  }
  return null
}

const checkMetadata: Check = ({ Metadata }) => {
  const keys = Object.keys(Metadata)
  if (keys.length > 10) return invalid('Metadata: at most 10 fields are allowed.')
  if (new Set(keys.map((key) => key.toLowerCase())).size < keys.length) {
    return invalid('Metadata: field names must differ in more than case.')
  }
  for (const key of keys) {
    if (key === '' || key.length > 20)
      return invalid(`Metadata: the field name '${key}' must have 1 to 20 characters.`)
    if ((Metadata[key] ?? '').length > 80) {
      return invalid(`Metadata: the value of '${key}' must not be longer than 80 characters.`)
    }
  }
  return null
}

const extensionOf = ({ Name }: WireAttachment): string => Name.slice(Name.lastIndexOf('.') + 1).toLowerCase()

const checkAttachments: Check = ({ Attachments }) => {
  if (Attachments.length === 0) return null
  const forbidden = Attachments.find((attachment) => forbiddenExtensions.has(extensionOf(attachment)))
  if (forbidden !== undefined) {
    return { ErrorCode: 411, Message: `The attachment '${forbidden.Name}' has a type that is not allowed.` }
  }
  if (Attachments.some(({ Name, ContentType }) => Name === '' || ContentType === '')) {
    return invalid('Attachments need a Name and a ContentType.')
  }
  const total = Attachments.reduce((sum, { Content }) => sum + Content.length, 0)
  return total > 10 * megabyte ? invalid('Attachments must not be larger than 10 MB in total.') : null
}

const checkSender: Check = ({ From }, { domains, senders }) => {
  const email = parseAddress(From)?.email.toLowerCase() ?? ''
  const known =
    domains.some(({ name, dkimVerified }) => dkimVerified && name === domainOf(email)) ||
    senders.some((sender) => sender.confirmed && sender.email.toLowerCase() === email)
  if (known) return null
  const Message =
    `The 'From' address you supplied (${From}) is not a Sender Signature on your account. Please add and confirm ` +
    `this address in order to be able to use it in the 'From' field of your messages.`
  return { ErrorCode: 400, Message }
}

const checkStream: Check = ({ MessageStream }, { streams }) => {
  const stream = streams.get(MessageStream)
  if (stream === undefined || stream.archivedAt !== null) {
    return {
      ErrorCode: 1235,
      Message: `The 'MessageStream' provided does not exist on this server: '${MessageStream}'.`,
    }
  }
  return stream.kind === 'Inbound'
    ? { ErrorCode: 1236, Message: `The stream '${MessageStream}' is of a type that cannot send.` }
    : null
}

const checks: readonly Check[] = [
  checkFrom,
  checkRecipients,
  checkReplyTo,
  checkTexts,
  checkHeaders,
  checkMetadata,
  checkAttachments,
  checkSender,
  checkStream,
]

/** The first thing Postmark would refuse a message for, or null. Limits and codes: Postmark's send API. */
export const validateMessage = (message: WireMessage, world: World): Refusal | null => {
  for (const check of checks) {
    const refusal = check(message, world)
    if (refusal !== null) return refusal
  }
  return null
}
