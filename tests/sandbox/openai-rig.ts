import { afterAll, afterEach, beforeAll } from '@jest/globals'
import { OpenAI } from 'openai'
import { zodTextFormat } from 'openai/helpers/zod'
import { z } from 'zod'
import { startOpenAi } from '../../sandbox/openai/server.ts'
import type { OpenAiStandIn } from '../../sandbox/openai/types.ts'

export const apiKey = 'sk-sandbox'

/** What Baton asks about a reply. */
export const reading = z.object({
  intent: z.enum([
    'interested',
    'question',
    'objection',
    'not_interested',
    'unsubscribe',
    'wrong_person',
    'other',
  ]),
  sentiment: z.enum(['positive', 'neutral', 'negative']),
  score: z.int().min(0).max(100),
  reasons: z.array(z.string()).max(3),
})

export type Rig = {
  standIn: OpenAiStandIn
  client: OpenAI
  /** Asks for a reading of a reply the way Baton does. */
  ask: (input: string, extra?: object) => ReturnType<typeof askAbout>
}

const askAbout = async (client: OpenAI, input: string, extra: object) =>
  client.responses.parse({
    model: 'gpt-test',
    instructions: 'Describe the reply. Prices and demos are what we sell.',
    input,
    text: { format: zodTextFormat(reading, 'reading') },
    store: false,
    ...extra,
  })

/** One stand-in per test file, empty for each test, and the vendor's own client pointed at it. */
export function openAiRig(): () => Rig {
  let rig: Rig | undefined
  beforeAll(async () => {
    const standIn = await startOpenAi({ apiKey, now: () => Date.UTC(2026, 10, 23, 9) })
    const client = new OpenAI({ apiKey, baseURL: standIn.url, maxRetries: 0, timeout: 10_000 })
    rig = { standIn, client, ask: async (input, extra = {}) => askAbout(client, input, extra) }
  })
  afterEach(() => rig?.standIn.reset())
  afterAll(async () => rig?.standIn.stop())
  return () => {
    if (!rig) throw new Error('The stand-in has not started yet')
    return rig
  }
}

/** What a promise rejects with. */
export const errorOf = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => {
      throw new Error('It did not fail')
    },
    (error: unknown) => error,
  )
