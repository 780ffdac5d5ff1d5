import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { ElementView } from './element.ts'
import { LabelContext } from './label.ts'
import { Plain } from '../mrkdwn/render.ts'
import { textOf } from './types.ts'
import { useSurface } from './surface.ts'
import type { Block } from './types.ts'

export function InputBlock({ block }: { block: Block }): VNode {
  const { errors } = useSurface()
  const blockId = block.block_id ?? ''
  const error = errors.find((candidate) => candidate.blockId === blockId)
  const label = textOf(block.label)
  return html`<div class=${error ? 'block-input has-error' : 'block-input'} role="group" aria-label=${label}>
    <div class="input-label">
      <${Plain} text=${label} />
      ${block.optional ? html`<span class="optional">(optional)</span>` : null}
    </div>
    <${LabelContext.Provider} value=${label}>
      ${
        block.element
          ? html`<${ElementView}
              key=${block.element.action_id}
              element=${block.element}
              blockId=${blockId}
            />`
          : null
      }
    <//>
    ${error ? html`<div class="field-error" role="alert">${error.message}</div>` : null}
    ${block.hint ? html`<div class="input-hint"><${Plain} text=${textOf(block.hint)} /></div>` : null}
  </div>`
}
