import type { ShownCall } from '../openai/calls.ts'
import type { ShownRule } from '../openai/shown-rules.ts'

/** One request to the model and what it was answered, as the Model tab shows them. */
export type ModelCall = ShownCall & {
  /** The rules, and the words they found, that made the answer. */
  reasons: string[]
}

/** Requests newest first. */
export type ModelPage = { calls: ModelCall[]; rules: readonly ShownRule[] }
