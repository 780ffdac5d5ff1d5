import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { Plain } from '../mrkdwn/render.ts'
import { useSurface } from './surface.ts'
import { textOf } from './types.ts'
import type { ElementProps } from './types.ts'

export function Button({ element, blockId }: ElementProps): VNode {
  const surface = useSurface()
  const actionId = element.action_id ?? ''
  const style = typeof element.style === 'string' ? element.style : ''
  const isPending = surface.isPending(actionId)
  const press = async (): Promise<void> => {
    if (element.url) {
      window.open(element.url, '_blank', 'noopener')
      await surface.act({ kind: 'follow-link', where: surface.where, text: textOf(element.text) })
    } else await surface.act({ kind: 'click', where: surface.where, actionId, blockId, option: null })
  }
  return html`<button
    type="button"
    class=${`button ${style} ${isPending ? 'pending' : ''}`}
    aria-busy=${isPending}
    aria-label=${element.accessibility_label}
    onClick=${() => void press()}
  >
    <${Plain} text=${textOf(element.text)} />
    ${isPending ? html`<span class="spinner" aria-hidden="true"></span>` : null}
  </button>`
}
