import type { PostmarkSettings } from './types.ts'

/** How Postmark treats a receiver's answers for one family of webhooks. */
export type PostRules = {
  /** Minutes before each further try. */
  readonly retryMinutes: readonly number[]
  /** Status 0: no HTTP answer. */
  readonly verdict: (status: number) => 'delivered' | 'retry' | 'dropped'
  readonly timeoutMs: (settings: PostmarkSettings) => number
}

const succeeded = (status: number) => status >= 200 && status < 300

/** No answer at all, a timeout, being too busy, or a fault of the receiver's. */
const isTransient = (status: number) => status === 0 || status === 408 || status === 429 || status >= 500

/** Events: any 2xx will do; another 4xx than 408 and 429 loses the event. Postmark docs of 2026-09-16. */
export const eventRules: PostRules = {
  retryMinutes: [1, 5, 10, 10, 10, 15],
  verdict: (status) => {
    if (succeeded(status)) return 'delivered'
    return isTransient(status) ? 'retry' : 'dropped'
  },
  timeoutMs: ({ eventTimeoutMs }) => eventTimeoutMs,
}

/** Inbound mail: only 200 is success and only 403 stops the retries. */
export const inboundRules: PostRules = {
  retryMinutes: [1, 5, 10, 10, 10, 15, 30, 60, 120, 360],
  verdict: (status) => {
    if (status === 200) return 'delivered'
    return status === 403 ? 'dropped' : 'retry'
  },
  timeoutMs: ({ inboundTimeoutMs }) => inboundTimeoutMs,
}
