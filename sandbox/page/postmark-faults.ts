import type { DeskOrder, FaultDesk } from './fault-desk.ts'
import type { OfferedFault } from './faults-view.ts'
import type { PostmarkStandIn } from '../postmark/types.ts'
import type { FaultReply, WaitingFault } from '../postmark/watch-types.ts'

type Kind = 'busy' | 'broken' | 'answer-lost' | 'silent'

const replies: Readonly<Record<Kind, FaultReply>> = {
  busy: 'rate-limit',
  broken: { status: 500, errorCode: 101, message: 'Internal server error.' },
  'answer-lost': 'accept-then-reset',
  silent: 'timeout',
}

const offered: readonly (OfferedFault & { kind: Kind })[] = [
  {
    vendor: 'Postmark',
    kind: 'busy',
    label: 'Too many requests (429)',
    does: 'Postmark takes no mail, and says so.',
    baton:
      'Baton puts the mails back in line, lets all sending rest for some seconds (longer each time) and tries again.',
  },
  {
    vendor: 'Postmark',
    kind: 'broken',
    label: 'Server error (500)',
    does: 'Postmark takes no mail, but does not say so.',
    baton:
      'Baton cannot know, so it sends nothing again at once. After 45 seconds it asks Postmark, finds nothing, and puts the mails back in line.',
  },
  {
    vendor: 'Postmark',
    kind: 'answer-lost',
    label: 'Answer lost',
    does: 'Postmark takes the mails; then the connection breaks.',
    baton:
      'Baton cannot know, so it sends nothing again at once. The delivery webhooks tell it, or Postmark itself, which it asks after 45 seconds. Nobody gets a second mail.',
  },
  {
    vendor: 'Postmark',
    kind: 'silent',
    label: 'No answer',
    does: 'Postmark takes no mail and never answers.',
    baton:
      'Baton hangs up after 5 seconds. After 45 it asks Postmark, finds nothing, and puts the mails back in line.',
  },
]

const sends = { method: 'POST', path: '/email*' } as const

/** Postmark's: the next calls that send mail fail; searches are answered as ever. */
export function postmarkFaults({ faults }: PostmarkStandIn): FaultDesk {
  return {
    offered,
    waiting: () => faults.waiting().map(shown),
    order: (kind, times) => {
      const wanted = offered.find((known) => known.kind === kind)
      if (wanted) faults.add({ match: sends, times, reply: replies[wanted.kind] })
    },
    takeBack: (id) => faults.takeBack(id),
  }
}

function shown({ id, fault, left }: WaitingFault): DeskOrder {
  const { reply, match, probability } = fault
  const known = offered.find(({ kind }) => isSame(replies[kind], reply))
  const label = known?.label ?? (typeof reply === 'object' ? `Status ${reply.status}` : reply)
  const isOurs = probability === undefined && isSame(match, sends)
  return { id, left, label, kind: isOurs ? (known?.kind ?? null) : null }
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)
