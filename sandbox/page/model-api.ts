import { isObject, objectAt, stringAt, stringsAt } from '../slack/json.ts'
import type { ModelCall, ModelPage } from './model-view.ts'
import type { OpenAiStandIn } from '../openai/types.ts'
import type { ShownCall } from '../openai/calls.ts'
import type { TrafficEntry } from './traffic-view.ts'

/** What the page asks of the model stand-in. */
export type ModelSource = Pick<OpenAiStandIn, 'calls' | 'rules' | 'onChange' | 'faults'>

// More would make the page slow and nobody scrolls that far; Traffic searches all of them.
const shown = 100

export function readModelPage(openai: ModelSource): ModelPage {
  return { calls: openai.calls().slice(-shown).toReversed().map(named), rules: openai.rules() }
}

export function modelEntries(openai: ModelSource): TrafficEntry[] {
  return openai.calls().map((call) => {
    const { key, at, title, isFine, outcome, raw } = call
    const line = { key, at, vendor: 'OpenAI', direction: 'call', title, isFine, outcome } as const
    return { raw, line: { ...line, detail: named(call).title } }
  })
}

/** Every request goes to the same path; what tells them apart is the name of the schema they ask for. */
function named(call: ShownCall): ModelCall {
  const raw = isObject(call.raw) ? call.raw : {}
  const request = objectAt(raw, 'request')
  const format = objectAt(objectAt(request, 'text'), 'format')
  const chatFormat = objectAt(objectAt(request, 'response_format'), 'json_schema')
  const name = stringAt(format, 'name') || stringAt(chatFormat, 'name')
  return { ...call, title: name || call.title, reasons: stringsAt(raw, 'reasons') }
}
