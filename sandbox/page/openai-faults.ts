import type { FaultDesk } from './fault-desk.ts'
import type { OfferedFault } from './faults-view.ts'
import type { Outcome } from '../openai/faults.ts'
import type { ModelSource } from './model-api.ts'

type Offer = OfferedFault & { outcome: Outcome }

const asksAgain =
  'Baton asks again, after a longer pause each time. When 20 minutes have passed, sales gets the reply unread.'
const unread = 'Baton does not ask again: sales gets the reply unread, with a word why.'

const offer = (outcome: Outcome, words: Pick<OfferedFault, 'label' | 'does' | 'baton'>): Offer => ({
  vendor: 'OpenAI',
  kind: `openai-${outcome.kind}`,
  outcome,
  ...words,
})

const offers: readonly Offer[] = [
  offer(
    { kind: 'rate-limited', retryAfterSeconds: 5 },
    { label: 'Too many requests (429)', does: 'OpenAI reads nothing, and says so.', baton: asksAgain },
  ),
  offer(
    { kind: 'insufficient-quota' },
    { label: 'Account used up', does: 'OpenAI reads nothing until somebody pays.', baton: asksAgain },
  ),
  offer({ kind: 'server-error' }, { label: 'Server error (500)', does: 'OpenAI fails.', baton: asksAgain }),
  offer(
    { kind: 'bad-gateway' },
    { label: 'Bad gateway (502)', does: 'A web page comes back in place of an answer.', baton: asksAgain },
  ),
  offer(
    { kind: 'hang' },
    {
      label: 'No answer',
      does: 'OpenAI never answers.',
      baton: `Baton hangs up after 30 seconds. ${asksAgain}`,
    },
  ),
  offer(
    { kind: 'slow', ms: 10_000 },
    {
      label: 'Slow answer',
      does: 'OpenAI takes 10 seconds.',
      baton: 'Baton waits. Nothing else waits with it.',
    },
  ),
  offer(
    { kind: 'refusal' },
    { label: 'Model declines', does: 'The model does not want to read the reply.', baton: unread },
  ),
  offer(
    { kind: 'incomplete' },
    { label: 'Answer cut short', does: 'The model stops in the middle of its answer.', baton: unread },
  ),
  offer(
    { kind: 'garbage' },
    { label: 'Unusable answer', does: 'What the model answers is not what it was asked for.', baton: unread },
  ),
]

/** OpenAI's: the next calls that have a reply read end otherwise. */
export function openAiFaults({ faults }: ModelSource): FaultDesk {
  return {
    offered: offers.map(({ outcome: _outcome, ...offered }) => offered),
    waiting: () =>
      faults.waiting().map(({ id, fault, left }) => {
        const known = offers.find(({ outcome }) => isSame(outcome, fault.outcome))
        const isOurs = fault.endpoint === undefined
        return {
          id,
          left,
          label: known?.label ?? fault.outcome.kind,
          kind: isOurs ? (known?.kind ?? null) : null,
        }
      }),
    order: (kind, times) => {
      const wanted = offers.find((known) => known.kind === kind)
      if (wanted) faults.add({ outcome: wanted.outcome, times })
    },
    takeBack: (id) => faults.takeBack(id),
  }
}

const isSame = (one: Outcome, other: Outcome): boolean => JSON.stringify(one) === JSON.stringify(other)
