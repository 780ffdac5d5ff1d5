import { isObject, objectAt, stringAt } from '../../../slack/json.ts'
import type { JsonObject } from '../../../slack/json.ts'
import type { Directory } from '../parts/directory.ts'

export type Choice = { value: string; label: string }

/** What a select, radio group or checkbox group holds, from any of Slack's `selected_…` keys. */
export function selectedChoices(value: JsonObject): Choice[] {
  return Object.entries(value)
    .filter(([key]) => key.startsWith('selected_'))
    .flatMap(([, held]) => (Array.isArray(held) ? (held as unknown[]) : [held]))
    .flatMap(toChoice)
}

function toChoice(held: unknown): Choice[] {
  if (typeof held === 'string' && held !== '') return [{ value: held, label: held }]
  if (!isObject(held)) return []
  return [{ value: stringAt(held, 'value'), label: stringAt(objectAt(held, 'text'), 'text') }]
}

/** Puts names in place of ids, for the selects that hold people and channels. */
export function nameChoice(choice: Choice, type: string, directory: Directory): Choice {
  if (type.includes('users')) return { ...choice, label: directory.userName(choice.value) }
  const isPlace = type.includes('conversations') || type.includes('channels')
  return isPlace ? { ...choice, label: `#${directory.channelName(choice.value)}`.replace('#@', '@') } : choice
}
