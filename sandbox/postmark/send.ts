import { randomUUID } from 'node:crypto'

import { emailsOf } from './addresses.ts'
import { ok, refuse } from './answer.ts'
import type { Answer, Refusal } from './answer.ts'
import { easternSeven } from './dates.ts'
import { deliverLater } from './events.ts'
import { indexMail } from './mail-index.ts'
import type { StoredMail } from './records.ts'
import type { Call } from './call.ts'
import { storedMail } from './stored-mail.ts'
import { inactiveAmong } from './suppressed.ts'
import { validateMessage } from './validate-message.ts'
import type { Fault } from './watch-types.ts'
import type { WireMessage } from './wire-message.ts'
import { readMessage } from './wire-message.ts'
import type { World } from './world.ts'

type Sent = {
  readonly To: string
  readonly SubmittedAt: string
  readonly MessageID: string
  readonly ErrorCode?: number
  readonly Message: string
}

/** One send call: its time, and the mails it accepted so far. */
type Sending = {
  readonly world: World
  readonly at: number
  readonly dryRun: boolean
  readonly delayed: boolean
  readonly accepted: StoredMail[]
}

const batchLimit = 500

/** The wording of error 406, of which two have been seen; clients parse the second. */
const inactive = (world: World, addresses: readonly string[]): Refusal => {
  const found = addresses.join(', ')
  const Message =
    world.settings.inactiveWording === 'newlines'
      ? `You tried to send to a recipient that has been marked as inactive.\nFound inactive addresses: ${found}.\n` +
        'Inactive recipients are ones that have generated a hard bounce or a spam complaint. '
      : `You tried to send to recipient(s) that have been marked as inactive. Found inactive addresses: ${found}. ` +
        'Inactive recipients are ones that have generated a hard bounce, a spam complaint, or a manual suppression.'
  return { ErrorCode: 406, Message }
}

const recipientsOfMessage = ({ To, Cc, Bcc }: WireMessage): string[] => [To, Cc, Bcc].flatMap(emailsOf)

const sent = (sending: Sending, message: WireMessage, result: { id: string; note: string }): Sent => {
  const common = { To: message.To, SubmittedAt: easternSeven(sending.at), MessageID: result.id }
  return sending.delayed
    ? { ...common, Message: 'Message accepted, but delivery may be delayed.' }
    : { ...common, ErrorCode: 0, Message: result.note }
}

const refusalOf = (fault: Fault | null): Refusal | null =>
  fault !== null && typeof fault.reply === 'object'
    ? { ErrorCode: fault.reply.errorCode, Message: fault.reply.message }
    : null

/** Takes the message in; the refusal when every recipient is inactive. */
const accept = (sending: Sending, message: WireMessage): { id: string; note: string } | Refusal => {
  const { world } = sending
  const recipients = recipientsOfMessage(message)
  const suppressed = inactiveAmong(world, message.MessageStream, recipients)
  if (suppressed.length === recipients.length) return inactive(world, suppressed)
  const mail = storedMail(world, message, sending.at)
  indexMail(world, mail)
  sending.accepted.push(mail)
  const note =
    suppressed.length === 0
      ? 'OK'
      : `Message OK, but will not deliver to these inactive addresses: ${suppressed.join(', ')}.`
  return { id: mail.id, note }
}

/** The test token skips the sender's check, sends nothing and leaves no trace. */
const sendDry = (sending: Sending, message: WireMessage): Sent | Refusal => {
  const invalid = validateMessage(message, sending.world)
  if (invalid !== null && invalid.ErrorCode !== 400) return invalid
  return sent(sending, message, { id: randomUUID(), note: 'Test job accepted' })
}

const sendOne = (sending: Sending, message: WireMessage): Sent | Refusal => {
  if (sending.dryRun) return sendDry(sending, message)
  const invalid = validateMessage(message, sending.world)
  if (invalid !== null) return invalid
  const fault = sending.world.faults.strikeMessage(recipientsOfMessage(message))
  const refusal = refusalOf(fault)
  if (refusal !== null && fault?.afterAccept !== true) return refusal
  const accepted = accept(sending, message)
  if ('ErrorCode' in accepted) return accepted
  return refusal ?? sent(fault === null ? sending : { ...sending, delayed: true }, message, accepted)
}

const startSending = ({ world, token, delayed }: Call): Sending => ({
  world,
  at: world.clock.now(),
  dryRun: token === 'POSTMARK_API_TEST',
  delayed,
  accepted: [],
})

/** `POST /email` */
export const sendEmail = (call: Call): Answer => {
  const message = readMessage(call.body)
  if ('status' in message) return message
  const sending = startSending(call)
  const result = sendOne(sending, message)
  deliverLater(sending.world, sending.accepted)
  return 'MessageID' in result ? ok(result) : { status: 422, body: result }
}

/** `POST /email/batch`: items fail singly, in request order; the call is 200 unless it is malformed. */
export const sendBatch = (call: Call): Answer => {
  if (!Array.isArray(call.body)) return refuse(403, 'The request must be a JSON array of messages.')
  if (call.body.length > batchLimit) {
    return refuse(410, `A batch may hold at most ${batchLimit} messages; this one holds ${call.body.length}.`)
  }
  const messages: WireMessage[] = []
  for (const item of call.body) {
    const message = readMessage(item)
    if ('status' in message) return message
    messages.push(message)
  }
  const sending = startSending(call)
  const results = messages.map((message) => sendOne(sending, message))
  deliverLater(sending.world, sending.accepted)
  return ok(results)
}

/** Lower-case recipients of a send request; nothing for a body that is none. */
export const recipientsIn = (body: unknown): string[] =>
  (Array.isArray(body) ? body : [body]).flatMap((item: unknown) => {
    const message = readMessage(item)
    return 'status' in message ? [] : recipientsOfMessage(message)
  })
