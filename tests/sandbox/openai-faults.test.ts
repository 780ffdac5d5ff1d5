import { afterEach, describe, expect, it } from '@jest/globals'
import { OpenAI } from 'openai'
import { ZodError } from 'zod'
import { startOpenAi } from '../../sandbox/openai/server.ts'
import { apiKey, errorOf, openAiRig } from './openai-rig.ts'
import type { Outcome } from '../../sandbox/openai/faults.ts'

const rig = openAiRig()
const fault = (outcome: Outcome, times = 1) => rig().standIn.faults.add({ outcome, times })
const ask = async () => rig().ask('A demo, please')
const outcomes = () =>
  rig()
    .standIn.journal.entries()
    .map(({ outcome }) => outcome)

describe('faults of the model stand-in, as OpenAI’s client sees them', () => {
  it('refuses to answer', async () => {
    fault({ kind: 'refusal' })
    const answer = await ask()
    expect(answer).toMatchObject({ status: 'completed', output_parsed: null })
    expect(JSON.stringify(answer.output)).toContain('cannot assist')
  })

  it('stops early', async () => {
    fault({ kind: 'incomplete' })
    expect(await ask()).toMatchObject({ status: 'incomplete', output_parsed: null })
  })

  it('fails inside a 200', async () => {
    fault({ kind: 'failed' })
    expect(await ask()).toMatchObject({ status: 'failed', error: { code: 'server_error' } })
  })

  it('answers JSON of another shape', async () => {
    fault({ kind: 'schema-mismatch' })
    expect(await errorOf(ask())).toBeInstanceOf(ZodError)
  })

  it('answers text that is no JSON', async () => {
    fault({ kind: 'garbage' })
    expect(await errorOf(ask())).toBeInstanceOf(SyntaxError)
  })

  it('is rate limited, and says for how long', async () => {
    fault({ kind: 'rate-limited', retryAfterSeconds: 7 })
    const error = await errorOf(ask())
    expect(error).toBeInstanceOf(OpenAI.RateLimitError)
    const headers: unknown = error instanceof OpenAI.RateLimitError ? error.headers : undefined
    expect(headers instanceof Headers && headers.get('retry-after')).toBe('7')
  })

  it('has no money left', async () => {
    fault({ kind: 'insufficient-quota' })
    expect(await errorOf(ask())).toMatchObject({ status: 429, code: 'insufficient_quota' })
  })

  it('breaks with JSON and with HTML', async () => {
    fault({ kind: 'server-error' })
    fault({ kind: 'bad-gateway' })
    expect(await errorOf(ask())).toMatchObject({ status: 500, type: 'server_error' })
    expect(await errorOf(ask())).toMatchObject({ status: 502 })
  })

  it('is slow, then answers as usual', async () => {
    fault({ kind: 'slow', ms: 80 })
    const start = performance.now()
    expect((await ask()).output_parsed?.intent).toBe('interested')
    expect(performance.now() - start).toBeGreaterThanOrEqual(75)
  })

  it('never answers, and notes when the caller gives up', async () => {
    fault({ kind: 'hang' })
    const left = new Promise<void>((resolve) => {
      rig().standIn.journal.onChange(() => outcomes().includes('left') && resolve())
    })
    const impatient = rig().client.withOptions({ timeout: 2_000 })
    const error = await errorOf(impatient.responses.create({ model: 'm', input: 'x', store: false }))
    // Its subclass for timeouts is not told apart inside the test runner, where errors of fetch are of another realm.
    expect(error).toBeInstanceOf(OpenAI.APIConnectionError)
    await left
    expect(outcomes()).toEqual(['left'])
  })

  it('strikes as often as asked, in the order given, and not after it was taken away', async () => {
    fault({ kind: 'server-error' }, 2)
    fault({ kind: 'refusal' })
    const takeAway = fault({ kind: 'garbage' })
    await errorOf(ask())
    await errorOf(ask())
    await ask()
    takeAway()
    await ask()
    expect(outcomes()).toEqual(['500', '500', 'refusal', 'ok'])
  })

  it('strikes only requests that would have succeeded', async () => {
    fault({ kind: 'server-error' })
    await errorOf(rig().client.responses.create({ model: 'm', input: 'x' }))
    await errorOf(ask())
    expect(outcomes()).toEqual(['400', '500'])
  })

  it('leaves moderations alone unless they are named', async () => {
    fault({ kind: 'server-error' })
    await rig().client.moderations.create({ input: 'hello' })
    rig().standIn.faults.clear()
    rig().standIn.faults.add({ outcome: { kind: 'server-error' }, endpoint: 'moderations' })
    expect(await errorOf(rig().client.moderations.create({ input: 'hello' }))).toMatchObject({ status: 500 })
    const garbage = { outcome: { kind: 'garbage' }, endpoint: 'moderations' } as const
    expect(() => rig().standIn.faults.add(garbage)).toThrow('moderation')
  })

  it('ends chat in the same ways', async () => {
    const chat = async () =>
      rig().client.chat.completions.create({
        model: 'm',
        store: false,
        messages: [{ role: 'user', content: 'hi' }],
      })
    fault({ kind: 'refusal' })
    fault({ kind: 'incomplete' })
    fault({ kind: 'failed' })
    expect((await chat()).choices[0]?.message).toMatchObject({ content: null, refusal: expect.any(String) })
    expect((await chat()).choices[0]?.finish_reason).toBe('length')
    expect(await errorOf(chat())).toMatchObject({ status: 500 })
  })
})

describe('stopping', () => {
  const started: (() => Promise<void>)[] = []
  afterEach(async () => {
    await Promise.all(started.splice(0).map(async (stop) => stop()))
  })

  it('ends what still hangs', async () => {
    const standIn = await startOpenAi({ apiKey })
    started.push(async () => standIn.stop())
    standIn.faults.add({ outcome: { kind: 'hang' } })
    const arrived = new Promise<void>((resolve) => void standIn.journal.onChange(resolve))
    const client = new OpenAI({ apiKey, baseURL: standIn.url, maxRetries: 0 })
    const error = errorOf(client.responses.create({ model: 'm', input: 'x', store: false }))
    await arrived
    await standIn.stop()
    expect(await error).toBeInstanceOf(OpenAI.APIConnectionError)
  })
})
