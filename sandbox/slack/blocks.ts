import { isObject, objectAt, objectsAt, stringAt } from './json.ts'
import type { JsonObject } from './json.ts'

/** Types of objects that hold a block_id wherever they are nested (a container's children, a carousel's cards). */
const blockTypes = new Set([
  'actions',
  'card',
  'carousel',
  'container',
  'context',
  'context_actions',
  'divider',
  'header',
  'image',
  'input',
  'section',
])

/** Types of elements a person acts on. Each has an action_id. */
const elementTypes = new Set([
  'button',
  'workflow_button',
  'icon_button',
  'feedback_buttons',
  'overflow',
  'checkboxes',
  'radio_buttons',
  'plain_text_input',
  'rich_text_input',
  'email_text_input',
  'url_text_input',
  'number_input',
  'file_input',
  'datepicker',
  'timepicker',
  'datetimepicker',
  ...['static', 'external', 'users', 'conversations', 'channels'].flatMap((kind) => [
    `${kind}_select`,
    `multi_${kind}_select`,
  ]),
])

/** One thing a person can act on, and where it sits. */
export type ElementRef = {
  block: JsonObject
  element: JsonObject
  type: string
  blockId: string
  actionId: string
  /** The words beside it: an input's label, a select's placeholder, a section's text. */
  labels: string[]
  /** The words on it, for buttons. */
  words: string
  /** Part of an input block: speaks up only on submit, unless dispatch_action is set. */
  isInput: boolean
}

/** Gives a random id to each block and element that came without one, as Slack does. Changes the blocks it is given. */
export function giveIds(blocks: JsonObject[]): JsonObject[] {
  for (const block of blocks) {
    block['block_id'] ??= randomId()
    walk(block, (child) => {
      const type = stringAt(child, 'type')
      if (elementTypes.has(type)) child['action_id'] ??= randomId()
      else if (child !== block && blockTypes.has(type) && !isContextElement(child, block))
        child['block_id'] ??= randomId()
    })
  }
  return blocks
}

/** An image inside a context block or accessory is an element, not a block. */
const isContextElement = (child: JsonObject, block: JsonObject): boolean =>
  child['type'] === 'image' && block['type'] !== 'container'

/** Five random characters, as in Slack's own generated ids. */
const randomId = (): string => Math.random().toString(36).slice(2, 7).padEnd(5, '0')

function walk(value: unknown, visit: (object: JsonObject) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, visit)
  } else if (isObject(value)) {
    visit(value)
    for (const key of Object.keys(value)) {
      const child = value[key]
      if (typeof child === 'object') walk(child, visit)
    }
  }
}

/** Everything in these blocks that a person can act on, in reading order. */
export function elementsOf(blocks: readonly JsonObject[]): ElementRef[] {
  const found: ElementRef[] = []
  for (const block of blocks) collect(block, block, found)
  return found
}

function collect(value: unknown, block: JsonObject, found: ElementRef[]): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, block, found)
    return
  }
  if (!isObject(value)) return
  const type = stringAt(value, 'type')
  if (elementTypes.has(type)) {
    found.push(
      ...(type === 'feedback_buttons' ? feedbackRefs(block, value) : [elementRef(block, value, type)]),
    )
    return
  }
  const inner = typeof value['block_id'] === 'string' ? value : block
  for (const key of Object.keys(value)) collect(value[key], inner, found)
}

/** A pair of feedback buttons is one element with one action_id; a person sees two. */
const feedbackRefs = (block: JsonObject, element: JsonObject): ElementRef[] =>
  ['positive_button', 'negative_button'].map((side) =>
    elementRef(block, { ...element, ...objectAt(element, side) }, 'feedback_buttons'),
  )

function elementRef(block: JsonObject, element: JsonObject, type: string): ElementRef {
  const beside = [
    plainText(block['label']),
    plainText(element['placeholder']),
    block['type'] === 'section' ? plainText(block['text']) : '',
  ]
  return {
    block,
    element,
    type,
    blockId: stringAt(block, 'block_id'),
    actionId: stringAt(element, 'action_id'),
    labels: beside.filter((words) => words !== ''),
    words: plainText(element['text']) || stringAt(element, 'accessibility_label'),
    isInput: block['type'] === 'input',
  }
}

/** The words of a text object; '' for anything else. */
export const plainText = (text: unknown): string => (isObject(text) ? stringAt(text, 'text') : '')

/** The options of a select, checkbox, radio or overflow element, those in groups too. */
export const optionsOf = (element: JsonObject): JsonObject[] => [
  ...objectsAt(element, 'options'),
  ...objectsAt(element, 'option_groups').flatMap((group) => objectsAt(group, 'options')),
]

/** Every piece of text a person reads in these blocks, in order. */
export function wordsOf(blocks: readonly JsonObject[]): string[] {
  const words: string[] = []
  walk(blocks, (object) => {
    const text = object['text']
    if (typeof text === 'string' && text !== '') words.push(text)
    if (object['type'] === 'raw_text' || object['type'] === 'user') return
    const alt = stringAt(object, 'alt_text')
    if (alt) words.push(alt)
  })
  return words
}

/** The confirm dialog of an element, if it has one. */
export const confirmOf = (element: JsonObject): JsonObject | null =>
  isObject(element['confirm']) ? objectAt(element, 'confirm') : null
