import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { Picture, Text } from './text.ts'
import { Plain } from '../mrkdwn/render.ts'
import { ElementView } from './element.ts'
import { textOf } from './types.ts'
import type { Block, Element } from './types.ts'

type BlockProps = { block: Block }

export function Header({ block }: BlockProps): VNode {
  return html`<h3 class="block-header"><${Plain} text=${textOf(block.text)} /></h3>`
}

export function Divider(): VNode {
  return html`<hr class="block-divider" />`
}

export function Context({ block }: BlockProps): VNode {
  return html`<div class="block-context">
    ${(block.elements ?? []).map((element) =>
      element.type === 'image'
        ? html`<${Picture} image=${element} />`
        : html`<${Text} text=${{ type: element.type, text: textOf(element.text) }} />`,
    )}
  </div>`
}

export function Actions({ block }: BlockProps): VNode {
  return html`<div class="block-actions">
    ${(block.elements ?? []).map(
      (element, index) =>
        html`<${ElementView}
          key=${element.action_id ?? index}
          element=${element}
          blockId=${block.block_id ?? ''}
        />`,
    )}
  </div>`
}

export function ImageBlock({ block }: BlockProps): VNode {
  const { image_url = '', slack_file = {}, alt_text = '' } = block
  const image: Element = { type: 'image', image_url: image_url || (slack_file.url ?? ''), alt_text }
  return html`<figure class="block-image">
    ${block.title ? html`<figcaption><${Plain} text=${textOf(block.title)} /></figcaption>` : null}
    <${Picture} image=${image} />
  </figure>`
}
