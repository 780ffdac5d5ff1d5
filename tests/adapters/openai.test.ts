import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { z } from 'zod'
import { openAiLanguageModel } from '../../src/adapters/openai.ts'
import type { LanguageModel } from '../../src/ports/language-model.ts'
import {
  type Answer,
  breakOff,
  hang,
  html,
  json,
  reset,
  stall,
  startVendorServer,
  type VendorServer,
} from './vendor-server.ts'

let server: VendorServer
let model: LanguageModel

beforeAll(async () => {
  server = await startVendorServer()
  model = modelWithin(60_000)
})
beforeEach(() => void server.seen.splice(0))
afterAll(async () => server.close())

const modelWithin = (timeoutMs: number): LanguageModel =>
  openAiLanguageModel({ apiKey: 'key-1', baseUrl: `${server.url}/v1`, model: 'small', timeoutMs })

const reading = { intent: 'interested', sentiment: 'positive', interest: 80, reasons: ['asks for a call'] }

function response(text: string, more: object = {}) {
  const content = [{ type: 'output_text', text, annotations: [] }]
  return {
    id: 'resp_1',
    object: 'response',
    created_at: 1,
    status: 'completed',
    model: 'small-2026',
    output: [
      { type: 'reasoning', id: 'rs_1', summary: [] },
      { type: 'message', id: 'msg_1', status: 'completed', role: 'assistant', content },
    ],
    usage: { input_tokens: 120, output_tokens: 30, total_tokens: 150 },
    ...more,
  }
}

const reply = { text: 'Sounds good, call me', campaignName: 'Spring' }

async function readWith(answer: Answer) {
  server.willAnswer(answer)
  return model.readReply(reply)
}

const request = z.object({
  instructions: z.string(),
  input: z.string(),
  store: z.boolean(),
  max_output_tokens: z.int(),
  tools: z.undefined().optional(),
  model: z.string(),
  text: z.object({
    format: z.object({ type: z.string(), strict: z.boolean(), schema: z.record(z.string(), z.unknown()) }),
  }),
})
const sentRequest = () => request.parse(JSON.parse(server.seen[0]?.body ?? ''))

describe('a reading', () => {
  it('is asked for in a closed shape, with nothing kept and nothing to call', async () => {
    expect(await readWith(json(response(JSON.stringify(reading))))).toEqual({
      kind: 'ok',
      reading,
      usage: { model: 'small-2026', promptVersion: 'reply-reading-1', inputTokens: 120, outputTokens: 30 },
    })
    expect(server.seen[0]).toMatchObject({ url: '/v1/responses', headers: { authorization: 'Bearer key-1' } })
    const sent = sentRequest()
    expect(sent).toMatchObject({
      store: false,
      model: 'small',
      text: { format: { type: 'json_schema', strict: true } },
    })
    expect(sent.max_output_tokens).toBeLessThanOrEqual(2_000)
    expect(sent.text.format.schema).toMatchObject({
      additionalProperties: false,
      required: ['intent', 'sentiment', 'interest', 'reasons'],
    })
  })

  it('does without a count of tokens, which some servers leave out', async () => {
    expect(await readWith(json(response(JSON.stringify(reading), { usage: undefined })))).toMatchObject({
      kind: 'ok',
      usage: { inputTokens: 0, outputTokens: 0 },
    })
  })

  it('keeps a reason short', async () => {
    const long = { ...reading, reasons: ['x'.repeat(500)] }
    expect(await readWith(json(response(JSON.stringify(long))))).toMatchObject({
      kind: 'ok',
      reading: { reasons: ['x'.repeat(160)] },
    })
  })
})

describe('no reading', () => {
  const refusal = [
    { type: 'message', role: 'assistant', content: [{ type: 'refusal', refusal: 'I cannot' }] },
  ]
  const error = (status: number, code: string) =>
    json({ error: { message: `words of ${code}`, type: code, code } }, status)

  const ends: [string, string, Answer, string][] = [
    ['a refusal', 'refusal', json(response('', { output: refusal })), 'I cannot'],
    [
      'an answer cut short',
      'incomplete',
      json(response('{"int', { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } })),
      'max_output_tokens',
    ],
    ['text that is no JSON', 'invalid', json(response('Sure! Here is')), 'shape'],
    ['another shape', 'invalid', json(response('{"intent":"interested"}')), 'shape'],
    [
      'an interest out of bounds',
      'invalid',
      json(response(JSON.stringify({ ...reading, interest: 900 }))),
      'shape',
    ],
    [
      'an intent of its own',
      'invalid',
      json(response(JSON.stringify({ ...reading, intent: 'buy' }))),
      'shape',
    ],
    ['no text at all', 'invalid', json(response('', { output: [] })), 'shape'],
    [
      'a failed run',
      'transport',
      json(response('', { status: 'failed', error: { code: 'server_error', message: 'boom' } })),
      'boom',
    ],
    ['a used-up rate', 'transport', error(429, 'rate_limit_exceeded'), 'could not be asked'],
    ['a used-up account', 'transport', error(429, 'insufficient_quota'), 'used up'],
    ['a wrong key', 'transport', error(401, 'invalid_api_key'), 'refuses our key'],
    ['a forbidden model', 'transport', error(403, 'model_not_allowed'), 'refuses our key'],
    ['a bad request', 'transport', error(400, 'invalid_json_schema'), 'refuses the request'],
    ['an unknown model', 'transport', error(404, 'model_not_found'), 'refuses the request or the model'],
    ['an internal error', 'transport', error(500, 'server_error'), 'could not be asked'],
    ['a bad gateway', 'transport', html(502), 'could not be asked'],
    ['a page', 'transport', html(200), 'unreadable'],
    ['an empty answer', 'transport', json(''), 'unreadable'],
    ['null', 'transport', json('null'), 'unreadable'],
    ['another API', 'transport', json({ choices: [] }), 'unreadable'],
    ['a reset', 'transport', reset, 'could not be asked'],
    ['half an answer', 'transport', breakOff(200), 'unreadable'],
  ]

  it.each(ends.map(([name, kind, answer, words]) => ({ name, kind, answer, words })))(
    'comes of $name: $kind',
    async ({ kind, answer, words }) => {
      expect(await readWith(answer)).toEqual({ kind, reason: expect.stringContaining(words) })
      expect(server.seen).toHaveLength(1)
    },
  )

  it.each([
    ['silence', hang],
    ['half an answer, then silence', stall(200)],
  ])('comes of %s when the time for it is over: transport', async (_name, answer) => {
    server.willAnswer(answer)
    const outcome = await modelWithin(2_000).readReply(reply)
    expect(outcome).toEqual({ kind: 'transport', reason: expect.stringContaining('could not be asked') })
    expect(server.seen).toHaveLength(1)
  })

  it('comes of an answer that repeats the instructions', async () => {
    const outcome = await readWith((answered, seen) => {
      const canary = /Never write the word (\w+)/.exec(seen.body)?.[1] ?? 'none'
      json(response(JSON.stringify({ ...reading, reasons: [`my word is ${canary}`] })))(answered, seen)
    })
    expect(outcome).toEqual({ kind: 'invalid', reason: expect.stringContaining('repeated its instructions') })
  })
})

it('comes of a server that is not there, in words', async () => {
  const gone = await startVendorServer()
  await gone.close()
  const nobody = openAiLanguageModel({
    apiKey: 'key-1',
    baseUrl: gone.url,
    model: 'small',
    timeoutMs: 60_000,
  })
  expect(await nobody.readReply(reply)).toMatchObject({ kind: 'transport' })
})
