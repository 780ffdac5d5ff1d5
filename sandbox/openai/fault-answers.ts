import { errorAnswer } from './errors.ts'
import type { Outcome } from './faults.ts'
import type { Answer } from './types.ts'

/** The answer of a fault that replaces everything, or null when the model still has its say. */
export function faultAnswer(fault: Outcome | null): Answer | null {
  if (fault === null) return null
  return fault.kind === 'rate-limited' ? rateLimited(fault.retryAfterSeconds) : (byKind[fault.kind] ?? null)
}

const rateLimited = (seconds: number): Answer =>
  errorAnswer(
    { status: 429, message: 'Rate limit reached.', type: 'requests', code: 'rate_limit_exceeded' },
    { 'retry-after': String(seconds) },
  )

const byKind: Partial<Record<Outcome['kind'], Answer>> = {
  'insufficient-quota': errorAnswer({
    status: 429,
    message: 'You exceeded your current quota, please check your plan and billing details.',
    type: 'insufficient_quota',
    code: 'insufficient_quota',
  }),
  'server-error': errorAnswer({ status: 500, message: 'The server had an error.', type: 'server_error' }),
  'bad-gateway': {
    status: 502,
    headers: { 'content-type': 'text/html' },
    body: '<html><body><h1>502 Bad Gateway</h1></body></html>',
    outcome: 'bad-gateway',
  },
}
