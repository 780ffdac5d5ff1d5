import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { ElementView } from './element.ts'
import { Text } from './text.ts'
import type { Block } from './types.ts'

export function Section({ block }: { block: Block }): VNode {
  const { text, fields = [], accessory, block_id: blockId = '' } = block
  return html`<div class=${accessory ? 'block-section with-accessory' : 'block-section'}>
    <div class="section-body">
      ${text ? html`<${Text} text=${text} />` : null}
      ${
        fields.length > 0
          ? html`<div class="fields">
              ${fields.map((field, index) => html`<div class="field" key=${index}><${Text} text=${field} /></div>`)}
            </div>`
          : null
      }
    </div>
    ${
      accessory
        ? html`<div class="accessory"><${ElementView} element=${accessory} blockId=${blockId} /></div>`
        : null
    }
  </div>`
}
