import { optionsOf, plainText } from '../blocks.ts'
import type { ElementRef } from '../blocks.ts'
import type { JsonObject } from '../json.ts'
import type { ClickRequest, Outcome } from '../person-types.ts'
import { askFirst, sendAction } from './act.ts'
import type { Actor } from './actor.ts'
import { findElement, spoken } from './places.ts'
import type { Found } from './places.ts'

const buttonTypes = new Set(['button', 'workflow_button', 'icon_button', 'feedback_buttons'])

/** Presses a button, or an item of an overflow menu. */
export async function click(actor: Actor, request: ClickRequest): Promise<Outcome> {
  const found = findButton(actor, request)
  const value = found.ref.type === 'overflow' ? overflowValue(found.ref, request) : buttonValue(found.ref)
  return askFirst(actor, {
    element: found.ref.element,
    confirm: request.confirm || undefined,
    proceed: async () => sendAction(actor, found, value),
  })
}

export function findButton(actor: Actor, request: ClickRequest): Found {
  const name = 'text' in request ? request.text : request.actionId
  return findElement(actor, {
    where: request.where,
    what: `button '${name}'`,
    matches: (ref) => isButton(ref) && matches(ref, request),
    kin: 'buttons',
    names: (ref) =>
      isButton(ref) ? [ref.words, ...optionsOf(ref.element).map(optionText)].filter(Boolean) : [],
  })
}

const isButton = ({ type }: ElementRef): boolean => buttonTypes.has(type) || type === 'overflow'

function matches(ref: ElementRef, request: ClickRequest): boolean {
  if ('actionId' in request) {
    return ref.actionId === request.actionId && (request.blockId ?? ref.blockId) === ref.blockId
  }
  if (ref.type === 'overflow') return overflowItem(ref, request.option ?? request.text) !== undefined
  return ref.words === request.text || spoken(ref.words) === spoken(request.text)
}

const optionText = (option: JsonObject): string => plainText(option['text'])

const overflowItem = (ref: ElementRef, wanted: string): JsonObject | undefined =>
  optionsOf(ref.element).find((option) => optionText(option) === wanted || option['value'] === wanted)

function overflowValue(ref: ElementRef, request: ClickRequest): JsonObject {
  const wanted = request.option ?? ('text' in request ? request.text : '')
  const option = overflowItem(ref, wanted)
  if (!option) {
    const items = optionsOf(ref.element).map(optionText).join(', ')
    throw new Error(`No item '${wanted}' in this menu; items: ${items}`)
  }
  return { selected_option: option }
}

function buttonValue({ element }: ElementRef): JsonObject {
  const kept = ['text', 'value', 'url', 'style', 'accessibility_label'].filter(
    (key) => element[key] !== undefined,
  )
  return Object.fromEntries(kept.map((key) => [key, element[key]]))
}
