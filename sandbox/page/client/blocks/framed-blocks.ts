import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { useContext, useState } from 'preact/hooks'
import { BlocksContext } from './blocks-context.ts'
import { ElementView } from './element.ts'
import { Picture, Text } from './text.ts'
import { icon } from '../parts/icons.ts'
import { textOf } from './types.ts'
import type { Block } from './types.ts'

type BlockProps = { block: Block }

const alertIcons: Record<string, string> = {
  default: 'info',
  info: 'info',
  warning: 'warning',
  error: 'warning',
  success: 'check',
}

export function Alert({ block }: BlockProps): VNode {
  const level = block.level ?? 'default'
  return html`<div class=${`block-alert ${level}`} role=${level === 'error' ? 'alert' : 'note'}>
    ${icon(alertIcons[level] ?? 'info')}
    <div><${Text} text=${block.text ?? ''} /></div>
  </div>`
}

export function Card({ block }: BlockProps): VNode {
  return html`<div class="block-card">
    ${block.hero_image ? html`<div class="hero"><${Picture} image=${block.hero_image} /></div>` : null}
    <div class="card-head">
      ${block.icon ? html`<${Picture} image=${block.icon} />` : null}
      <div>
        ${block.title ? html`<div class="card-title"><${Text} text=${block.title} /></div>` : null}
        ${block.subtitle ? html`<div class="card-subtitle"><${Text} text=${block.subtitle} /></div>` : null}
      </div>
    </div>
    ${block.body ? html`<div class="card-body"><${Text} text=${block.body} /></div>` : null}
    ${
      block.actions
        ? html`<div class="block-actions">
            ${block.actions.map(
              (element) => html`<${ElementView} element=${element} blockId=${block.block_id ?? ''} />`,
            )}
          </div>`
        : null
    }
  </div>`
}

export function Carousel({ block }: BlockProps): VNode {
  const cards = block.elements ?? []
  return html`<div class="block-carousel">${cards.map((card) => html`<${Card} block=${card} />`)}</div>`
}

export function Container({ block }: BlockProps): VNode {
  const draw = useContext(BlocksContext)
  const [isOpen, setOpen] = useState(block.default_collapsed !== true)
  const inner = block.child_blocks ?? []
  return html`<section class="block-container">
    <button type="button" class="container-head" aria-expanded=${isOpen} onClick=${() => setOpen(!isOpen)}>
      ${icon(isOpen ? 'chevron-down' : 'chevron-right')}
      <span class="card-title">${textOf(block.title) || 'Details'}</span>
      ${block.subtitle ? html`<span class="card-subtitle">${textOf(block.subtitle)}</span>` : null}
    </button>
    ${isOpen ? html`<${draw} blocks=${inner} />` : null}
  </section>`
}
