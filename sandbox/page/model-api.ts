import type { ModelCall, ModelPage, ModelRule } from './model-view.ts'
import type { TrafficEntry } from './traffic-view.ts'

/** What the page asks of the model stand-in. */
export type ModelSource = {
  calls(): readonly ModelCall[]
  rules(): readonly ModelRule[]
  onChange(listener: () => void): () => void
}

export function readModelPage(openai: ModelSource): ModelPage {
  return { calls: openai.calls().toReversed(), rules: [...openai.rules()] }
}

export function modelEntries(openai: ModelSource): TrafficEntry[] {
  return openai.calls().map(({ key, at, title, isFine, outcome, raw }) => ({
    raw,
    line: { key, at, vendor: 'OpenAI', direction: 'call', title, detail: '', isFine, outcome },
  }))
}
