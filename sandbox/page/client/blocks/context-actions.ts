import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { ElementView } from './element.ts'
import type { Block, Element } from './types.ts'

/** Icon and feedback buttons under a message, drawn as small quiet buttons. */
export function ContextActions({ block }: { block: Block }): VNode {
  const buttons = (block.elements ?? []).flatMap(toButtons)
  return html`<div class="block-actions quiet">
    ${buttons.map((element) => html`<${ElementView} element=${element} blockId=${block.block_id ?? ''} />`)}
  </div>`
}

// A feedback element is one action with two faces; pressing either sends the element's action_id.
function toButtons(element: Element): Element[] {
  if (element.type !== 'feedback_buttons') return [{ ...element, type: 'button' }]
  return [element.positive_button, element.negative_button].flatMap((face, index) => {
    const text = face?.text ?? { type: 'plain_text', text: index === 0 ? '👍' : '👎' }
    return face ? [{ ...element, ...face, type: 'button', text }] : []
  })
}
