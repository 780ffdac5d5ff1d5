import type { Answer, Delivery, Transport } from './delivery.ts'
import { parseJson } from './json.ts'
import type { JsonObject } from './json.ts'
import { signatureHeaders } from './signature.ts'

/** Sends every delivery as a signed POST to one URL, each kind in the body Slack uses for it. */
export function httpTransport(requestUrl: string, signingSecret: string): Transport {
  return {
    kind: 'http',
    async send(delivery, limitMs) {
      const { contentType, body } = encode(delivery)
      const limit = new AbortController()
      const timer = setTimeout(() => limit.abort(), limitMs)
      try {
        const response = await fetch(requestUrl, {
          method: 'POST',
          headers: {
            'content-type': contentType,
            'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
            ...signatureHeaders(signingSecret, body),
            ...retryHeaders(delivery),
          },
          body,
          redirect: 'manual',
          signal: limit.signal,
        })
        return readAnswer(response, await response.text())
      } catch (error) {
        const ack = limit.signal.aborted ? { kind: 'late' as const } : unreachable(error)
        return { ack, noRetry: false }
      } finally {
        clearTimeout(timer)
      }
    },
  }
}

function encode({ of, payload }: Delivery): { contentType: string; body: string } {
  if (of === 'event') return { contentType: 'application/json', body: JSON.stringify(payload) }
  const fields = of === 'command' ? formFields(payload) : { payload: JSON.stringify(payload) }
  return {
    contentType: 'application/x-www-form-urlencoded',
    body: new URLSearchParams(fields).toString(),
  }
}

const formFields = (payload: JsonObject): { [name: string]: string } =>
  Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, String(value)]))

const retryHeaders = ({ retry }: Delivery): { [header: string]: string } =>
  retry ? { 'x-slack-retry-num': String(retry.attempt), 'x-slack-retry-reason': retry.reason } : {}

function readAnswer(response: Response, text: string): Answer {
  const noRetry = response.headers.get('x-slack-no-retry') === '1'
  if (!response.ok)
    return { ack: { kind: 'refused', httpStatus: response.status, body: text.slice(0, 1000) }, noRetry }
  return {
    ack: { kind: 'acknowledged', body: text === '' ? null : (parseJson(text) ?? text) },
    noRetry,
  }
}

function unreachable(error: unknown): Answer['ack'] {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : ''
  return { kind: 'unreachable', reason: cause || String(error) }
}
