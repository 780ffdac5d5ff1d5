import { badRequest } from './errors.ts'
import { isFields, stringAt } from './fields.ts'
import { says, spoken } from './words.ts'
import type { Fields } from './fields.ts'
import type { Answer } from './types.ts'

/** The words that flag a text, by OpenAI's category; the other categories are never flagged here. */
export const moderationRules: Readonly<Record<string, readonly string[]>> = {
  harassment: ['idiot', 'idiots', 'scum', 'moron', 'morons'],
  'harassment/threatening': ['find you', 'make you pay'],
  hate: ['hate you people'],
  violence: ['kill', 'beat you', 'shoot'],
}

const categories = [
  'harassment',
  'harassment/threatening',
  'hate',
  'hate/threatening',
  'illicit',
  'illicit/violent',
  'self-harm',
  'self-harm/instructions',
  'self-harm/intent',
  'sexual',
  'sexual/minors',
  'violence',
  'violence/graphic',
]

/** The body of `POST /v1/moderations`: one result per text; typed parts together are one text. */
export function moderationAnswer(body: Fields, serial: string): Answer {
  const texts = textsOf(body['input'])
  if (texts.length === 0) return badRequest("Missing required parameter: 'input'.", 'input')
  const model = stringAt(body, 'model') || 'omni-moderation-latest'
  return {
    status: 200,
    outcome: 'ok',
    body: JSON.stringify({ id: `modr-${serial}`, model, results: texts.map(resultFor) }),
  }
}

const resultFor = (text: string) => {
  const flags = categories.map((category) => [category, isFlagged(text, category)] as const)
  return {
    flagged: flags.some(([, flagged]) => flagged),
    categories: Object.fromEntries(flags),
    category_scores: Object.fromEntries(
      flags.map(([category, flagged]) => [category, flagged ? 0.97 : 0.001]),
    ),
    category_applied_input_types: Object.fromEntries(categories.map((category) => [category, ['text']])),
  }
}

const isFlagged = (text: string, category: string): boolean =>
  (moderationRules[category] ?? []).some((word) => says(spoken(text), word))

const textsOf = (input: unknown): string[] => {
  if (typeof input === 'string') return [input]
  const items = Array.isArray(input) ? (input as unknown[]) : []
  const parts = items.filter(isFields).map((part) => stringAt(part, 'text'))
  return parts.length > 0 ? [parts.join('\n')] : items.filter((item) => typeof item === 'string')
}
