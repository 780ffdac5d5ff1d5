import { z } from 'zod'
import type { MailOutcome, SendOutcome } from '../ports/email.ts'
import type { PostmarkCall, PostmarkFailure } from './postmark-call.ts'

/** ErrorCode of a recipient who bounced, complained or left (https://postmarkapp.com/developer/api/overview). */
const inactiveRecipient = 406

/** ErrorCode of a whole service in maintenance, sent with 503: nothing was taken. */
const maintenance = 100

/** ErrorCodes about the From address, and about our token, account or stream. No recipient may pay for them. */
const senderFaults = new Set([400, 401])
const accountFaults = new Set([10, 405, 412, 413, 422, 1226, 1235, 1236, 1238, 1480])

// While its queue is behind, Postmark accepts without an ErrorCode; an item it refuses has nothing but code and words.
const item = z.union([
  z
    .object({ ErrorCode: z.literal(0).optional(), MessageID: z.string().min(1) })
    .transform(({ MessageID }): MailOutcome => ({ kind: 'accepted', providerMessageId: MessageID })),
  z
    .object({ ErrorCode: z.int().positive(), Message: z.string().default('') })
    .transform(({ ErrorCode, Message }) => rejection(ErrorCode, Message)),
])

/** What became of a call to `/email/batch` with so many mails. */
export function outcomeOfBatch(call: PostmarkCall, mailCount: number): SendOutcome {
  if (call.kind === 'failed') return outcomeOfFailure(call)
  const answer = z.array(item).length(mailCount).safeParse(call.body)
  return answer.success ? weighed(answer.data) : unreadable
}

/** What became of a call to `/email`, which tells a rejected mail by 422 instead of an item. */
export function outcomeOfSingle(call: PostmarkCall): SendOutcome {
  if (call.kind === 'failed') {
    const isAboutTheMail = call.status === 422 && call.code > 0
    return isAboutTheMail ? weighed([rejection(call.code, call.reason)]) : outcomeOfFailure(call)
  }
  const answer = item.safeParse(call.body)
  return answer.success ? weighed([answer.data]) : unreadable
}

const unreadable: SendOutcome = {
  kind: 'unknown',
  reason: 'Postmark answered 200 with a body that does not tell what became of the mails.',
}

function rejection(code: number, reason: string): MailOutcome {
  if (senderFaults.has(code)) return { kind: 'refused', whose: 'sender', reason: refusal(code, reason) }
  if (accountFaults.has(code)) return { kind: 'refused', whose: 'account', reason: refusal(code, reason) }
  return { kind: 'rejected', code, reason, inactive: code === inactiveRecipient }
}

const refusal = (code: number, reason: string) =>
  reason.startsWith('Postmark ') ? reason : `Postmark refuses with code ${code}: ${reason}`

/** Items that fail for a fault of ours reject nobody; when nothing of the call went out, the whole call was in vain. */
function weighed(outcomes: MailOutcome[]): SendOutcome {
  const fault = outcomes.find((each) => each.kind === 'refused')
  if (fault && !outcomes.some((each) => each.kind === 'accepted')) {
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
