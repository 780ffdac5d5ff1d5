import { fill } from './fill.ts'
import { textFor } from './fill-values.ts'
import { readReply, replyIn } from './reading.ts'
import type { Outcome } from './faults.ts'
import type { ModelRequest } from './model-request.ts'

/** What the model "says", before it is put into either endpoint's shape. Tokens are estimated at four characters each. */
export type Produced = {
  readonly kind: 'text' | 'refusal' | 'incomplete' | 'failed'
  readonly text: string
  readonly inputTokens: number
  readonly outputTokens: number
  readonly reasons: readonly string[]
}

/** Answers a request from the rules, or as the fault in force wants it. */
export function produce(request: ModelRequest, fault: Outcome | null, now: number): Produced {
  const reading = readReply(replyIn(request.input))
  const value = request.schema
    ? fill(request.schema, { reading, now })
    : textFor({ name: 'answer', index: 0, reading, now })
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const inputTokens = tokens(request.instructions) + tokens(request.input)
  const said = (kind: Produced['kind'], words: string): Produced => {
    return { kind, text: words, inputTokens, outputTokens: tokens(words), reasons: reading.reasons }
  }
  const odd = fault === null ? undefined : oddities[fault.kind]
  if (odd) return said(odd.kind, odd.words(text))
  return tokens(text) > request.maxOutputTokens
    ? said('incomplete', text.slice(0, request.maxOutputTokens * 4))
    : said('text', text)
}

type Oddity = { kind: Produced['kind']; words: (text: string) => string }

const oddities: Partial<Record<Outcome['kind'], Oddity>> = {
  refusal: { kind: 'refusal', words: () => "I'm sorry, but I cannot assist with that request." },
  incomplete: { kind: 'incomplete', words: (text) => text.slice(0, text.length / 2) },
  failed: { kind: 'failed', words: () => '' },
  'schema-mismatch': { kind: 'text', words: () => '{"unexpected":"This is valid JSON of another shape."}' },
  garbage: { kind: 'text', words: () => 'Sure! Here is the JSON you asked for: {"intent": interested' },
}

const tokens = (text: string) => Math.ceil(text.length / 4)
