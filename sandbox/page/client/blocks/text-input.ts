import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { editSoon, flush } from '../parts/edits.ts'
import { isObject, objectsAt, stringAt } from '../../../slack/json.ts'
import { textOf } from './types.ts'
import { useLabel } from './label.ts'
import { useSurface, valueOf } from './surface.ts'
import { typedText } from '../parts/input.ts'
import type { JsonObject } from '../../../slack/json.ts'
import type { Element, ElementProps } from './types.ts'

/** plain_text, email, url, number and (as plain words) rich_text inputs. */
export function TextInput({ element, blockId }: ElementProps): VNode {
  const label = useLabel()
  const [value, type, finish] = useTyping(element, blockId)
  const placeholder = textOf(element.placeholder)
  const shared = {
    value,
    placeholder,
    'aria-label': label || placeholder,
    onInput: (event: InputEvent) => type(typedText(event)),
    onBlur: finish,
  }
  const isTall = element.multiline === true || element.type === 'rich_text_input'
  return html`<div class="text-input">
    ${
      isTall
        ? html`<textarea ...${shared} rows="4"></textarea>`
        : html`<input ...${shared} type="text" inputmode=${keyboards[element.type]} autocomplete="off" />`
    }
    <${RoomLeft} left=${(element.max_length ?? Infinity) - value.length} />
  </div>`
}

function RoomLeft({ left }: { left: number }): VNode | null {
  return left < 40 ? html`<span class=${left < 0 ? 'left over' : 'left'}>${left}</span>` : null
}

function useTyping(element: Element, blockId: string): [string, (text: string) => void, () => void] {
  const surface = useSurface()
  const actionId = element.action_id ?? ''
  const key = `${actionId} ${blockId}`
  // Once touched, what stands here is what the person typed: Slack keeps it over any new initial_value.
  const [typed, setTyped] = useState<string | null>(null)
  const type = (value: string): void => {
    setTyped(value)
    editSoon(key, () => surface.act({ kind: 'fill', where: surface.where, actionId, blockId, value }))
  }
  return [typed ?? storedText(valueOf(surface, blockId, actionId)), type, () => flush(key)]
}

const keyboards: Record<string, string> = {
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'decimal',
}

function storedText(value: JsonObject): string {
  const rich = value['rich_text_value']
  if (isObject(rich)) return richText(rich)
  const held = value['value']
  return typeof held === 'string' || typeof held === 'number' ? String(held) : ''
}

function richText(node: JsonObject): string {
  const inner = objectsAt(node, 'elements').map(richText)
  return stringAt(node, 'text') + inner.join(stringAt(node, 'type') === 'rich_text' ? '\n' : '')
}
