import { createHmac } from 'node:crypto'

/**
 * The headers that prove a request comes from Slack. `seconds` is real time even where the workspace's clock is not:
 * the app compares it with its own (at most 5 minutes apart).
 */
export function signatureHeaders(signingSecret: string, body: string): { [header: string]: string } {
  const seconds = Math.floor(Date.now() / 1000)
  const digest = createHmac('sha256', signingSecret).update(`v0:${seconds}:${body}`).digest('hex')
  return { 'x-slack-request-timestamp': String(seconds), 'x-slack-signature': `v0=${digest}` }
}
