import { startPostmark } from '../../sandbox/postmark/server.ts'
import type { PostmarkStandIn } from '../../sandbox/postmark/types.ts'
import { postmarkToken, senderDomain } from '../ground/environment.ts'
import type { Undo } from '../ground/undo.ts'
import { longestLagMs } from './windows.ts'

/** A Postmark that loses calls and answers and whose search lags, and what it has seen so far. */
export type Provider = { postmark: PostmarkStandIn; seen: Seen }

/** Calls by what became of them. `asked` are the calls that Baton had to ask about later. */
export type Seen = { answersDropped: number; callsLost: number; asked: ReadonlySet<string> }

// Of the calls: taken without an answer, and never taken.
const dropped = 0.05
const lost = 0.02

/** Starts it; the seed decides which calls are hit and how long each mail stays invisible. */
export async function startProvider(undo: Undo, seed: number): Promise<Provider> {
  const postmark = await startPostmark({
    serverToken: postmarkToken,
    accountToken: 'prove',
    domains: [senderDomain],
    seed,
    keepBodies: false,
    automaticDelivery: false,
    answerLatencyMs: 90,
    indexLagMs: (random) => random() * longestLagMs,
  })
  undo.push(() => postmark.stop())
  const match = { path: '/email/batch' }
  postmark.faults.add({ match, probability: dropped, reply: 'accept-then-reset' })
  postmark.faults.add({ match, probability: lost, reply: 'reset' })
  return { postmark, seen: watch(postmark) }
}

function watch({ journal }: PostmarkStandIn): Seen {
  const asked = new Set<string>()
  const seen = { answersDropped: 0, callsLost: 0, asked }
  journal.onChange((entry) => {
    if (entry.kind !== 'request') return
    if (entry.fault === 'accept-then-reset') seen.answersDropped += 1
    if (entry.fault === 'reset') seen.callsLost += 1
    const attempt = new URL(entry.path, 'http://postmark').searchParams.get('metadata_attempt')
    if (attempt !== null) asked.add(attempt)
  })
  return seen
}
