import { parseAddress } from './addresses.ts'
import { ok, refuse } from './answer.ts'
import type { Answer } from './answer.ts'
import { easternLocal, easternSeven } from './dates.ts'
import { emitSubscriptionChange } from './events.ts'
import { fieldsOf, listOf, textOf } from './fields.ts'
import type { Suppression } from './records.ts'
import type { Call } from './call.ts'
import { isBefore, isSince } from './search-dates.ts'
import { suppress, suppressionsOf, unsuppress } from './suppressed.ts'

type Result = { readonly EmailAddress: string; readonly Status: string; readonly Message: string | null }

const noStream = (call: Call): Answer | null =>
  call.world.streams.has(call.parameter)
    ? null
    : refuse(1226, `The message stream '${call.parameter}' was not found.`)

/** `GET /message-streams/{id}/suppressions/dump` */
export const dumpSuppressions = (call: Call): Answer => {
  const { query, world } = call
  const refused = noStream(call)
  if (refused !== null) return refused
  const wants = (name: string, value: string) =>
    (query.get(name.toLowerCase()) ?? value).toLowerCase() === value.toLowerCase()
  const found = [...suppressionsOf(world, call.parameter).values()].filter(
    ({ reason, origin, email, createdAt }) =>
      wants('SuppressionReason', reason) &&
      wants('Origin', origin) &&
      wants('EmailAddress', email) &&
      isSince(query.get('fromdate'), easternLocal(createdAt)) &&
      isBefore(query.get('todate'), easternLocal(createdAt)),
  )
  return ok({
    Suppressions: found.map(({ email, reason, origin, createdAt }) => ({
      EmailAddress: email,
      SuppressionReason: reason,
      Origin: origin,
      CreatedAt: easternSeven(createdAt),
    })),
  })
}

const change = (call: Call, changeOne: (email: string) => Result): Answer => {
  const refused = noStream(call)
  if (refused !== null) return refused
  const wanted = listOf(fieldsOf(call.body)['Suppressions'])
  if (wanted.length === 0) return refuse(1400, `The 'Suppressions' array must not be empty.`)
  if (wanted.length > 50) return refuse(1410, 'At most 50 addresses can be changed in one request.')
  return ok({
    Suppressions: wanted.map((one): Result => {
      const email = textOf(one['EmailAddress'])
      if (parseAddress(email) !== null) return changeOne(email)
      return { EmailAddress: email, Status: 'Failed', Message: 'An invalid email address was provided.' }
    }),
  })
}

/** `POST /message-streams/{id}/suppressions`: a ManualSuppression of the customer's, at once. */
export const createSuppressions = (call: Call): Answer =>
  change(call, (email) => {
    const { world, parameter: stream } = call
    const changed = suppress(world, stream, { email, reason: 'ManualSuppression', origin: 'Customer' })
    if (changed) {
      const reason = 'ManualSuppression'
      emitSubscriptionChange(world, { mail: null, stream, recipient: email, origin: 'Customer', reason })
    }
    return { EmailAddress: email, Status: 'Suppressed', Message: null }
  })

/** Complaints, and unsubscribes made by the recipient, are not the customer's to take back. */
const isTheirs = ({ reason, origin }: Suppression): boolean =>
  reason === 'SpamComplaint' || (reason === 'ManualSuppression' && origin === 'Recipient')

/** `POST /message-streams/{id}/suppressions/delete` */
export const deleteSuppressions = (call: Call): Answer =>
  change(call, (email) => {
    const { world, parameter: stream } = call
    const held = suppressionsOf(world, stream).get(email.toLowerCase())
    if (held !== undefined && isTheirs(held)) {
      const Message = 'You do not have the required authority to change this suppression.'
      return { EmailAddress: email, Status: 'Failed', Message }
    }
    if (unsuppress(world, stream, email)) {
      emitSubscriptionChange(world, {
        mail: null,
        stream,
        recipient: email,
        origin: 'Customer',
        reason: null,
      })
    }
    return { EmailAddress: email, Status: 'Deleted', Message: null }
  })
