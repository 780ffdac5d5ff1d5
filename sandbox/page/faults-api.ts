import { PageError } from './http.ts'
import type { FaultsPage, OfferedFault, FaultKind } from './faults-view.ts'
import type { JsonObject } from '../slack/json.ts'
import type { FaultReply, WaitingFault } from '../postmark/watch-types.ts'
import type { PostmarkStandIn } from '../postmark/types.ts'

const replies: Readonly<Record<FaultKind, FaultReply>> = {
  busy: 'rate-limit',
  broken: { status: 500, errorCode: 101, message: 'Internal server error.' },
  'answer-lost': 'accept-then-reset',
  silent: 'timeout',
}

const offered: readonly OfferedFault[] = [
  {
    kind: 'busy',
    label: 'Too many requests (429)',
    postmark: 'Postmark takes no mail, and says so.',
    baton:
      'Baton puts the mails back in line, lets all sending rest for some seconds (longer each time) and tries again.',
  },
  {
    kind: 'broken',
    label: 'Server error (500)',
    postmark: 'Postmark takes no mail, but does not say so.',
    baton:
      'Baton cannot know, so it sends nothing again at once. After 45 seconds it asks Postmark, finds nothing, and puts the mails back in line.',
  },
  {
    kind: 'answer-lost',
    label: 'Answer lost',
    postmark: 'Postmark takes the mails; then the connection breaks.',
    baton:
      'Baton cannot know, so it sends nothing again at once. The delivery webhooks tell it, or Postmark itself, which it asks after 45 seconds. Nobody gets a second mail.',
  },
  {
    kind: 'silent',
    label: 'No answer',
    postmark: 'Postmark takes no mail and never answers.',
    baton:
      'Baton hangs up after 5 seconds. After 45 it asks Postmark, finds nothing, and puts the mails back in line.',
  },
]

const mostTimes = 100

/** What can be ordered, and what waits. */
export function listFaults({ faults }: PostmarkStandIn): FaultsPage {
  return {
    offered,
    waiting: faults.waiting().map((one) => ({
      id: one.id,
      label: labelOf(one),
      left: Number.isFinite(one.left) ? one.left : null,
    })),
  }
}

function labelOf({ fault: { reply } }: WaitingFault): string {
  const known = offered.find(({ kind }) => isSame(replies[kind], reply))
  if (known) return known.label
  return typeof reply === 'object' ? `Status ${reply.status}` : reply
}

const isSame = (one: FaultReply, other: FaultReply): boolean => JSON.stringify(one) === JSON.stringify(other)

const sends = { method: 'POST', path: '/email*' } as const

/**
 * Lets the next calls that send mail fail; searches are answered as ever. What was ordered last grows when the same is ordered
 * again, so that no two rows look alike. @throws PageError 400
 */
export function orderFault({ faults }: PostmarkStandIn, { kind, times }: JsonObject): void {
  const wanted = offered.find((known) => known.kind === kind)
  if (!wanted) throw new PageError(400, `There is no such fault. Known: ${Object.keys(replies).join(', ')}.`)
  if (typeof times !== 'number' || !Number.isInteger(times) || times < 1 || times > mostTimes)
    throw new PageError(400, `A fault strikes 1 to ${mostTimes} times.`)
  const reply = replies[wanted.kind]
  const last = faults.waiting().at(-1)
  const grows = last !== undefined && isSameOrder(last, reply)
  if (grows) faults.takeBack(last.id)
  faults.add({ match: sends, times: times + (grows ? last.left : 0), reply })
}

const isSameOrder = ({ fault }: WaitingFault, reply: FaultReply): boolean =>
  fault.probability === undefined &&
  isSame(fault.reply, reply) &&
  JSON.stringify(fault.match) === JSON.stringify(sends)

/** @throws PageError 400 when no id is given */
export function takeBackFault({ faults }: PostmarkStandIn, { id }: JsonObject): void {
  if (typeof id !== 'number') throw new PageError(400, 'Name the fault to take back by its id.')
  faults.takeBack(id)
}
