import { z } from 'zod'
import { speaksOf } from '../domain/common-fault.ts'
import { severalLines } from '../domain/foreign-text.ts'
import type { MailOutcome, SendOutcome } from '../ports/email.ts'
import type { PostmarkCall, PostmarkFailure } from './postmark-call.ts'
import { postmarkId } from './postmark-id.ts'

/** ErrorCode of a recipient who bounced, complained or left (https://postmarkapp.com/developer/api/overview). */
const inactiveRecipient = 406

/** ErrorCode of a whole service in maintenance, sent with 503: nothing was taken. */
const maintenance = 100

/** ErrorCodes about the From address, and about our token, account or stream. No recipient may pay for them. */
const senderFaults = new Set([400, 401])
const accountFaults = new Set([10, 405, 412, 413, 422, 1226, 1235, 1236, 1238, 1480])

const longestReason = 2_000

// While its queue is behind, Postmark accepts without an ErrorCode; an item it refuses has nothing but code and words.
const to = z.string().nullish().catch(null)
const item = z.union([
  z.object({ ErrorCode: z.literal(0).optional(), MessageID: z.string().min(1), To: to }),
  z.object({ ErrorCode: z.int().positive(), Message: z.string().default(''), To: to }),
])
type Item = z.infer<typeof item>

/** A mail as far as an answer is compared with it. */
type Asked = { to: string }

/** What became of a call to `/email/batch` with these mails. */
export function outcomeOfBatch(call: PostmarkCall, mails: readonly Asked[]): SendOutcome {
  if (call.kind === 'failed') return outcomeOfFailure(call)
  const answer = z.array(item).length(mails.length).safeParse(call.body)
  return answer.success ? weighed(outcomesOf(answer.data, mails)) : unreadable
}

/** What became of a call to `/email`, which tells a rejected mail by 422 instead of an item. */
export function outcomeOfSingle(call: PostmarkCall, mail: Asked): SendOutcome {
  if (call.kind === 'failed') {
    const isAboutTheMail = call.status === 422 && call.code > 0
    return isAboutTheMail ? weighed([rejection(call.code, call.reason, mail)]) : outcomeOfFailure(call)
  }
  const answer = item.safeParse(call.body)
  return answer.success ? weighed(outcomesOf([answer.data], [mail])) : unreadable
}

/** Answers come in the order of the mails. What cannot be the answer to the mail in its place says nothing about it. */
function outcomesOf(items: readonly Item[], mails: readonly Asked[]): MailOutcome[] {
  const seen = new Set<string>()
  const twice = new Set<string>()
  for (const each of items) {
    if (!('MessageID' in each)) continue
    if (seen.has(each.MessageID)) twice.add(each.MessageID)
    seen.add(each.MessageID)
  }
  return mails.map((mail, index) => {
    const answer = items[index]
    if (answer === undefined || !isFor(answer, mail)) return untold('Postmark answered for somebody else')
    if (!('MessageID' in answer)) return rejection(answer.ErrorCode, answer.Message, mail)
    const id = postmarkId.safeParse(answer.MessageID)
    if (!id.success) return untold('Postmark gave it an id that is none')
    return twice.has(id.data)
      ? untold('Postmark gave several mails one id')
      : { kind: 'accepted', providerMessageId: id.data }
  })
}

const untold = (reason: string): MailOutcome => ({ kind: 'unknown', reason })

const isFor = ({ To }: Item, mail: Asked): boolean => !To || addressIn(To) === addressIn(mail.to)

/** The address of `Ada <ada@lead.example>` or of what is nothing else. */
function addressIn(written: string): string {
  const text = written.trim()
  return (text.endsWith('>') ? text.slice(text.lastIndexOf('<') + 1, -1) : text).trim().toLowerCase()
}

const unreadable: SendOutcome = {
  kind: 'unknown',
  reason: 'Postmark answered 200 with a body that does not tell what became of the mails.',
}

function rejection(code: number, said: string, mail: Asked): MailOutcome {
  const [reason, to] = [severalLines(said, longestReason), addressIn(mail.to)]
  if (senderFaults.has(code)) return { kind: 'refused', whose: 'sender', reason: refusal(code, reason) }
  if (accountFaults.has(code)) return { kind: 'refused', whose: 'account', reason: refusal(code, reason) }
  const inactive = code === inactiveRecipient
  if (inactive || speaksOf(to, reason))
    return { kind: 'rejected', code, reason, inactive, about: 'recipient' }
  if (!reason.includes("'To'")) return { kind: 'rejected', code, reason, inactive, about: 'mail' }
  // Code 300 is for whatever is wrong with a mail, and some words name but the field: whose it was must be told by the reason.
  const named = `${reason.replace(/\.$/, '')} (${to}).`
  return { kind: 'rejected', code, reason: named, inactive, about: 'recipient' }
}

const refusal = (code: number, reason: string) =>
  reason.startsWith('Postmark ') ? reason : `Postmark refuses with code ${code}: ${reason}`

/** Items that fail for a fault of ours reject nobody; when nothing of the call can have gone out, all of it was in vain. */
function weighed(outcomes: MailOutcome[]): SendOutcome {
  const fault = outcomes.find((each) => each.kind === 'refused')
  if (fault && !outcomes.some(({ kind }) => kind === 'accepted' || kind === 'unknown')) {
    return { kind: fault.whose === 'sender' ? 'sender-refused' : 'forbidden', reason: fault.reason }
  }
  return { kind: 'answered', outcomes }
}

/** The one place that says which failures certainly accepted nothing. In doubt a call is `unknown`. */
function outcomeOfFailure({ status, code, neverConnected, reason }: PostmarkFailure): SendOutcome {
  if (status === null) return { kind: neverConnected ? 'refused' : 'unknown', reason }
  if (status === 429 || (status === 503 && code === maintenance)) return { kind: 'refused', reason }
  const isDefiniteNo = status >= 300 && status < 500 && status !== 408
  return { kind: isDefiniteNo ? 'forbidden' : 'unknown', reason }
}
