import type { Clock } from './clock.ts'
import type { Fields } from './fields.ts'
import type { HookTarget } from './hook.ts'
import { httpPost } from './http-post.ts'
import type { Connections, PostResult } from './http-post.ts'
import type { JournalBox } from './journal.ts'
import type { PostRules } from './post-rules.ts'
import type { PostmarkSettings } from './types.ts'
import type { WebhookAttempt } from './watch-types.ts'

/** A webhook to post. The payload is made when it is first posted, so that a long queue stays small. */
export type Post = {
  readonly target: HookTarget
  readonly recordType: string
  readonly payload: () => Fields
  readonly rules: PostRules
  /** Told once, when it was delivered or given up. */
  readonly settled?: (delivered: boolean) => void
}

/** A post on its way, with how often it was tried. */
export type Waiting = {
  readonly post: Post
  readonly traceId: string
  attempt: number
  payload: Fields | null
}

/** What posting needs. */
export type PostNeeds = {
  readonly clock: Clock
  readonly random: () => number
  readonly settings: PostmarkSettings
  readonly journal: JournalBox
}

export const firstAttempt = (post: Post, traceId: string): Waiting => ({
  post,
  traceId,
  attempt: 1,
  payload: null,
})

const retriesLeft = ({ post, attempt }: Waiting): number => post.rules.retryMinutes.length - (attempt - 1)

/** Posts once, with the headers that Postmark sends. */
export const attemptPost = async (
  connections: Connections,
  settings: PostmarkSettings,
  waiting: Waiting,
): Promise<PostResult> => {
  const { target, payload, rules } = waiting.post
  waiting.payload ??= payload()
  return httpPost(connections, {
    url: target.url,
    body: JSON.stringify(waiting.payload),
    timeoutMs: rules.timeoutMs(settings),
    headers: {
      ...target.headers,
      ...(target.auth === null ? {} : { Authorization: target.auth }),
      'Content-Type': 'application/json',
      'User-Agent': 'Postmark',
      'X-PM-Webhook-Trace-Id': waiting.traceId,
      'X-PM-Retries-Remaining': String(retriesLeft(waiting)),
    },
  })
}

const outcomeOf = (waiting: Waiting, status: number): WebhookAttempt['outcome'] => {
  const verdict = waiting.post.rules.verdict(status)
  if (verdict === 'retry') return retriesLeft(waiting) > 0 ? 'will-retry' : 'dropped'
  return verdict
}

/** Writes an attempt into the journal; its outcome says what happens next. */
export const recordAttempt = (
  { clock, journal }: PostNeeds,
  waiting: Waiting,
  result: PostResult,
): WebhookAttempt =>
  journal.addAttempt({
    at: clock.now(),
    traceId: waiting.traceId,
    recordType: waiting.post.recordType,
    url: waiting.post.target.url.href,
    attempt: waiting.attempt,
    retriesRemaining: retriesLeft(waiting),
    ...result,
    outcome: outcomeOf(waiting, result.status),
    payload: waiting.payload ?? {},
  })
