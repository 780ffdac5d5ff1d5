import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { OpenAI } from 'openai'
import { zodTextFormat } from 'openai/helpers/zod'
import { z } from 'zod'
import { fill } from '../../sandbox/openai/fill.ts'
import { readReply } from '../../sandbox/openai/reading.ts'
import { strictProblem } from '../../sandbox/openai/strict-schema.ts'
import { errorOf, openAiRig } from './openai-rig.ts'
import { isFields } from '../../sandbox/openai/fields.ts'

const rig = openAiRig()

const closed = (properties: object, extra: object = {}) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
  ...extra,
})
const textFormat = (schema: object, extra: object = {}) => ({
  text: { format: { type: 'json_schema', name: 'reading', strict: true, schema, ...extra } },
})
const text = { type: 'string' }

const refused: [string, object, RegExp][] = [
  ['tools', { tools: [{ type: 'web_search' }] }, /refuses tools/],
  ['an empty list of tools', { tools: [] }, /refuses tools/],
  ['store left out', { store: undefined }, /'store' to be false/],
  ['store: true', { store: true }, /'store' to be false/],
  ['no model', { model: undefined }, /must provide a model/],
  ['no input', { input: undefined }, /Missing required parameter: 'input'/],
  ['json_object', { text: { format: { type: 'json_object' } } }, /json_schema only/],
  ['a schema that is not strict', textFormat(closed({ a: text }), { strict: false }), /'strict' to be true/],
  ['a schema without a name', textFormat(closed({ a: text }), { name: '' }), /text\.format\.name/],
  [
    'an open object',
    textFormat({ ...closed({ a: text }), additionalProperties: true }),
    /In context=\(\), 'additionalProperties'/,
  ],
  ['an optional key', textFormat(closed({ a: text, b: text }, { required: ['a'] })), /Missing 'b'/],
  [
    'a required key that does not exist',
    textFormat(closed({ a: text }, { required: ['a', 'c'] })),
    /Extra required key "c"/,
  ],
  [
    'an open object deep inside',
    textFormat(
      closed({ a: { type: 'array', items: { type: ['object', 'null'], properties: {}, required: [] } } }),
    ),
    /In context=\('properties', 'a', 'items'\), 'additionalProperties'/,
  ],
  [
    'an open object among alternatives',
    textFormat(closed({ a: { anyOf: [text, { type: 'object' }] } })),
    /'anyOf', '1'/,
  ],
  [
    'an open definition',
    textFormat(closed({ a: { $ref: '#/$defs/x' } }, { $defs: { x: { type: 'object' } } })),
    /'\$defs', 'x'/,
  ],
  ['oneOf', textFormat(closed({ a: { oneOf: [text] } })), /'oneOf' is not permitted/],
  ['a list at the root', textFormat({ type: 'array', items: text }), /at its root/],
]

const post = async (body: object) =>
  rig().client.post('/responses', { body: { model: 'm', input: 'hello', store: false, ...body } })

describe('what the model stand-in refuses', () => {
  it.each(refused)('refuses %s with a 400 in OpenAI’s shape', async (_name, body, message) => {
    const error = await errorOf(post(body))
    expect(error).toBeInstanceOf(OpenAI.BadRequestError)
    expect(error).toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      message: expect.stringMatching(message),
    })
  })

  it('refuses a wrong key and a missing one, and repeats neither', async () => {
    const client = new OpenAI({ apiKey: 'sk-wrong-key', baseURL: rig().standIn.url, maxRetries: 0 })
    const error = await errorOf(client.responses.create({ model: 'm', input: 'x', store: false }))
    expect(error).toBeInstanceOf(OpenAI.AuthenticationError)
    expect(error).toMatchObject({ status: 401, code: 'invalid_api_key' })
    expect(String(error)).not.toContain('sk-wrong-key')
    const bare = await fetch(`${rig().standIn.url}/responses`, { method: 'POST', body: '{}' })
    expect(bare.status).toBe(401)
  })

  it('answers 501 to every other path and method', async () => {
    expect(await errorOf(rig().client.embeddings.create({ model: 'm', input: 'x' }))).toMatchObject({
      status: 501,
    })
    expect(await errorOf(rig().client.models.list())).toMatchObject({ status: 501 })
    expect((await fetch(`${rig().standIn.url}/constructor`)).status).toBe(501)
  })

  it('answers 400 to a body that is not JSON', async () => {
    const headers = { authorization: 'Bearer sk-sandbox' }
    const answer = await fetch(`${rig().standIn.url}/responses`, { method: 'POST', headers, body: '{' })
    expect(answer.status).toBe(400)
  })

  it('survives a schema that no finite value fits', async () => {
    const endless = closed({ a: { $ref: '#' } })
    expect(await errorOf(post(textFormat(endless)))).toMatchObject({ status: 500 })
    expect((await rig().ask('A demo, please')).status).toBe('completed')
  })
})

const leaf = fc.constantFrom(
  z.string(),
  z.string().min(20).max(30),
  z.string().max(1),
  z.string().nullable(),
  z.int().min(3).max(9),
  z.number().min(0).max(1),
  z.number().gt(5).lt(6).nullable(),
  z.int().multipleOf(7).min(1),
  z.boolean(),
  z.enum(['red', 'green']),
  z.enum(['Not Interested', 'Interested']).nullable(),
  z.literal('fixed'),
  z.iso.date(),
  z.iso.datetime().nullable(),
  z.email(),
)
const names = fc.constantFrom(
  'intent',
  'score',
  'reasons',
  'summary',
  'subject',
  'body',
  'steps',
  'delayDays',
  'x',
)

const { shape } = fc.letrec<{ shape: z.ZodType; node: z.ZodType }>((tie) => ({
  shape: fc
    .dictionary(names, tie('node'), { minKeys: 1, maxKeys: 5, noNullPrototype: true })
    .map((keys) => z.object(keys)),
  node: fc.oneof(
    { maxDepth: 4 },
    leaf,
    tie('shape'),
    tie('node').map((item) => z.array(item).min(1).max(2)),
    tie('shape').map((item) => z.union([item, z.null()])),
  ),
}))

describe('whatever strict schema is asked for', () => {
  it('is taken as strict and answered with a value that fits it', () => {
    fc.assert(
      fc.property(shape, fc.string(), (schema, reply) => {
        const format: unknown = zodTextFormat(schema, 'anything').schema
        expect(strictProblem(format)).toBeNull()
        const value = isFields(format) ? fill(format, { reading: readReply(reply), now: 0 }) : undefined
        expect(schema.safeParse(value).error).toBeUndefined()
      }),
      { numRuns: 300 },
    )
  })

  it('follows a schema that refers to itself', () => {
    const node: z.ZodType = z.object({
      name: z.string(),
      get children() {
        return z.array(node)
      },
    })
    const format: unknown = zodTextFormat(node, 'tree').schema
    const value = isFields(format) ? fill(format, { reading: readReply('hi'), now: 0 }) : undefined
    expect(node.safeParse(value).success).toBe(true)
  })

  it('writes a sequence of three steps when asked for steps', () => {
    const step = z.object({ subject: z.string(), body: z.string(), delayDays: z.int().min(0) })
    const format: unknown = zodTextFormat(z.object({ steps: z.array(step) }), 'sequence').schema
    const value = isFields(format)
      ? fill(format, { reading: readReply('Write to founders'), now: 0 })
      : undefined
    const { steps } = z.object({ steps: z.array(step) }).parse(value)
    expect(steps.map(({ delayDays }) => delayDays)).toEqual([0, 3, 6])
    expect(new Set(steps.map(({ subject }) => subject)).size).toBe(3)
  })
})
