import { isDeepStrictEqual } from 'node:util'
import type { FaultDesk } from './fault-desk.ts'
import type { OfferedFault } from './faults-view.ts'
import type { Faults, SlackStandIn } from '../slack/types.ts'

type Kind =
  | 'slack-busy'
  | 'slack-broken'
  | 'slack-answer-lost'
  | 'slack-late-command'
  | 'slack-late-press'
  | 'slack-twice'

const cards = 'chat.update'
const posts = 'chat.postMessage'

const offered: readonly (OfferedFault & { kind: Kind })[] = [
  {
    vendor: 'Slack',
    kind: 'slack-busy',
    label: 'Too many requests (429)',
    does: 'Slack redraws no card for 5 seconds, and says so.',
    baton: 'Baton waits as long as it was told. What was pressed has happened: only the card is late.',
  },
  {
    vendor: 'Slack',
    kind: 'slack-broken',
    label: 'Server error (500)',
    does: 'Slack fails to redraw a card.',
    baton: 'Baton tries again at once, up to twice, and then after a longer pause each time.',
  },
  {
    vendor: 'Slack',
    kind: 'slack-answer-lost',
    label: 'Answer lost',
    does: 'Slack posts a message; then the connection breaks.',
    baton:
      'Baton cannot know and has no way to ask, so it posts again and there are two. The buttons of both do the same; only the newer one is redrawn.',
  },
  {
    vendor: 'Slack',
    kind: 'slack-late-command',
    label: 'Command answered too late',
    does: 'Slack finds that Baton took more than 3 seconds over a command, and tells who typed it.',
    baton: 'Baton does what was asked all the same.',
  },
  {
    vendor: 'Slack',
    kind: 'slack-late-press',
    label: 'Press answered too late',
    does: 'Slack finds that Baton took more than 3 seconds over a button, and tells who pressed it.',
    baton: 'Baton does what was asked all the same, and pressing it again does not do it twice.',
  },
  {
    vendor: 'Slack',
    kind: 'slack-twice',
    label: 'Message told twice',
    does: 'Slack tells Baton two times of the next message in a channel. Baton’s own and its redrawn cards count too.',
    baton: 'Baton takes it once: what a rep writes in a lead’s thread is one letter.',
  },
]

type Order = { order: (faults: Faults, times: number) => void; shape: object }

const busy = { method: cards, httpStatus: 429, retryAfterSec: 5 }
const broken = { method: cards, httpStatus: 500 }

/** How each is ordered, and what it then looks like among those that wait. */
const orders: Readonly<Record<Kind, Order>> = {
  'slack-busy': {
    order: (faults, times) => faults.add({ ...busy, times }),
    shape: { what: 'call', ...busy },
  },
  'slack-broken': {
    order: (faults, times) => faults.add({ ...broken, times }),
    shape: { what: 'call', ...broken },
  },
  'slack-answer-lost': {
    order: (faults, times) => faults.dropAnswer({ method: posts, times }),
    shape: { what: 'drop-answer', method: posts },
  },
  'slack-late-command': {
    order: (faults, times) => faults.lateAck({ of: 'command', times }),
    shape: { what: 'late-ack', of: 'command' },
  },
  'slack-late-press': {
    order: (faults, times) => faults.lateAck({ of: 'action', times }),
    shape: { what: 'late-ack', of: 'action' },
  },
  'slack-twice': {
    order: (faults, times) => faults.duplicateEvent({ type: 'message', times }),
    shape: { what: 'duplicate', type: 'message' },
  },
}

/** Slack's: the next calls to it, or deliveries from it, go wrong. */
export function slackFaults({ faults }: SlackStandIn): FaultDesk {
  return {
    offered,
    waiting: () =>
      faults.waiting().map(({ id, fault, left }) => {
        const { times: _times, ...shape } = fault
        const known = offered.find(({ kind }) => isDeepStrictEqual(orders[kind].shape, shape))
        return { id, left, kind: known?.kind ?? null, label: known?.label ?? fault.what }
      }),
    order: (kind, times) => {
      const wanted = offered.find((known) => known.kind === kind)
      if (wanted) orders[wanted.kind].order(faults, times)
    },
    takeBack: faults.takeBack,
  }
}
