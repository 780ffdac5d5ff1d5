import { errorAnswer } from './errors.ts'
import type { Produced } from './produce.ts'
import type { Answer } from './types.ts'

/** A serial number for ids, the model as it was asked for, and epoch milliseconds. */
export type Envelope = { readonly serial: string; readonly model: string; readonly now: number }

/** The body of `POST /v1/responses`. */
export function responsesAnswer(produced: Produced, { serial, model, now }: Envelope): Answer {
  const status = { text: 'completed', refusal: 'completed', incomplete: 'incomplete', failed: 'failed' }[
    produced.kind
  ]
  const content =
    produced.kind === 'refusal'
      ? { type: 'refusal', refusal: produced.text }
      : { type: 'output_text', text: produced.text, annotations: [] }
  const message = {
    type: 'message',
    id: `msg_${serial}`,
    status: status === 'failed' ? 'incomplete' : status,
    role: 'assistant',
    content: [content],
  }
  return ok(produced, {
    id: `resp_${serial}`,
    object: 'response',
    created_at: Math.floor(now / 1000),
    status,
    error: status === 'failed' ? { code: 'server_error', message: 'The model failed to answer.' } : null,
    incomplete_details: status === 'incomplete' ? { reason: 'max_output_tokens' } : null,
    model,
    output: status === 'failed' ? [] : [message],
    store: false,
    usage: {
      input_tokens: produced.inputTokens,
      input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
      output_tokens: produced.outputTokens,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: produced.inputTokens + produced.outputTokens,
    },
  })
}

/** The body of `POST /v1/chat/completions`, where a failed model is an HTTP error. */
export function chatAnswer(produced: Produced, { serial, model, now }: Envelope): Answer {
  if (produced.kind === 'failed') {
    return errorAnswer({ status: 500, message: 'The model failed to answer.', type: 'server_error' })
  }
  const isRefusal = produced.kind === 'refusal'
  return ok(produced, {
    id: `chatcmpl-${serial}`,
    object: 'chat.completion',
    created: Math.floor(now / 1000),
    model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: isRefusal ? null : produced.text,
          refusal: isRefusal ? produced.text : null,
          annotations: [],
        },
        logprobs: null,
        finish_reason: produced.kind === 'incomplete' ? 'length' : 'stop',
      },
    ],
    usage: {
      prompt_tokens: produced.inputTokens,
      completion_tokens: produced.outputTokens,
      total_tokens: produced.inputTokens + produced.outputTokens,
      prompt_tokens_details: { cached_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 0 },
    },
  })
}

const ok = (produced: Produced, body: object): Answer => ({
  status: 200,
  body: JSON.stringify(body),
  outcome: produced.kind === 'text' ? 'ok' : produced.kind,
})
