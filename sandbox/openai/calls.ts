import { fieldsAt, isFields, listAt, stringAt } from './fields.ts'
import { modelRequest } from './model-request.ts'
import type { Fields } from './fields.ts'
import type { JournalEntry } from './journal.ts'

/** A journal entry opened up for people: what was asked, what was answered, and why. */
export type ShownCall = {
  readonly key: string
  readonly at: number
  readonly title: string
  readonly instructions: string
  readonly input: string
  /** The structured output itself where there is one, else the words or the whole body. */
  readonly answer: unknown
  readonly isFine: boolean
  readonly outcome: string
  readonly raw: unknown
}

export function shownCall(entry: JournalEntry): ShownCall {
  const request = parsed(entry.requestBody)
  const asked = askedOf(entry, isFields(request) ? request : {})
  const answerBody = parsed(entry.answerBody)
  return {
    key: entry.id,
    at: entry.at,
    title: `${entry.method} ${entry.path}`,
    ...asked,
    answer: isFields(answerBody) ? said(answerBody) : answerBody,
    isFine: entry.outcome === 'ok',
    outcome: entry.outcome,
    raw: { request, answer: answerBody, reasons: entry.reasons },
  }
}

const askedOf = (
  { path, requestBody }: JournalEntry,
  body: Fields,
): { instructions: string; input: string } => {
  const request = modelRequest(path.endsWith('/responses') ? 'responses' : 'chat', body)
  if ('input' in request) return { instructions: request.instructions, input: request.input }
  return { instructions: '', input: stringAt(body, 'input') || requestBody }
}

/** The text inside a Responses or chat body, as JSON when it is JSON; other bodies are shown whole. */
const said = (body: Fields): unknown => {
  const choice = listAt(body, 'choices').find(isFields)
  const message = choice ? fieldsAt(choice, 'message') : {}
  const content = listAt(body, 'output')
    .filter(isFields)
    .flatMap((item) => listAt(item, 'content').filter(isFields))
  const words = [message, ...content].map(
    (each) => stringAt(each, 'text') || stringAt(each, 'content') || stringAt(each, 'refusal'),
  )
  const text = words.join('')
  return text === '' ? body : parsed(text)
}

const parsed = (text: string): unknown => {
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch {
    return text
  }
}
