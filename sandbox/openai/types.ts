import type { ShownCall } from './calls.ts'
import type { Faults } from './faults.ts'
import type { Journal } from './journal.ts'
import type { ShownRule } from './shown-rules.ts'

/** How to start the stand-in. `port` 0 or left out: the system picks one. `now` gives epoch milliseconds. */
export type OpenAiOptions = { readonly port?: number; readonly apiKey: string; readonly now?: () => number }

/** A running stand-in. `url` is what `OPENAI_BASE_URL` should be, `/v1` included. */
export type OpenAiStandIn = {
  readonly port: number
  readonly url: string
  readonly faults: Faults
  readonly journal: Journal
  /** The journal opened up for people, oldest first. */
  calls(): readonly ShownCall[]
  /** What the stand-in answers by, in words. */
  rules(): readonly ShownRule[]
  /** Called after each arrival and each answer; returns what ends it. */
  onChange(listener: () => void): () => void
  /** Forgets faults and the journal. */
  reset(): void
  stop(): Promise<void>
}

export type Endpoint = 'responses' | 'chat' | 'moderations'

/** What goes back over the wire, with a word on what happened for the journal. */
export type Answer = {
  readonly status: number
  readonly body: string
  readonly outcome: string
  readonly headers?: Readonly<Record<string, string>>
}
