import type { Fields } from './fields.ts'
import { fieldsOf, numberOf, textOf } from './fields.ts'
import type { Fault, FaultReply } from './watch-types.ts'

const replies: readonly Exclude<FaultReply, object>[] = [
  'timeout',
  'reset',
  'accept-then-reset',
  'accept-then-hang',
  'html200',
  'empty200',
  'nonsense200',
  'truncate',
  'rate-limit',
  'delayed',
]

const replyFrom = (value: unknown): FaultReply => {
  if (typeof value === 'string') {
    const reply = replies.find((known) => known === value)
    if (reply === undefined) throw new Error(`Unknown reply '${value}'; known: ${replies.join(', ')}.`)
    return reply
  }
  const { status, errorCode, message } = fieldsOf(value)
  if (typeof status !== 'number') throw new Error('A reply is a name or {status, errorCode, message}.')
  return { status, errorCode: numberOf(errorCode, 0), message: textOf(message, 'Fault') }
}

const matchFrom = (value: unknown): NonNullable<Fault['match']> => {
  const known = Object.entries(fieldsOf(value)).filter(
    ([name, wanted]) => ['method', 'path', 'recipient'].includes(name) && typeof wanted === 'string',
  )
  return Object.fromEntries(known)
}

/** A fault that came as JSON; throws an Error that says what is wrong with it. */
export const faultFrom = (fields: Fields): Fault => {
  const { times, probability } = fields
  return {
    match: matchFrom(fields['match']),
    reply: replyFrom(fields['reply']),
    afterAccept: fields['afterAccept'] === true,
    ...(typeof times === 'number' ? { times } : {}),
    ...(typeof probability === 'number' ? { probability } : {}),
  }
}
