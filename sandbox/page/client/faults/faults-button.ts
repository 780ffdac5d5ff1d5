import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { FaultsPanel } from './faults-panel.ts'
import { PanelButton } from '../parts/panel-button.ts'
import { icon } from '../parts/icons.ts'

/** Opens what makes Postmark fail; says in the top bar how many faults wait to strike. */
export function FaultsButton({ waiting }: { waiting: number }): VNode {
  const sign = waiting > 0 ? html`<span class="moved">${waiting} on order</span>` : null
  return html`<${PanelButton} label="Faults" kind="top-button" panel=${() => html`<${FaultsPanel} />`}>
    ${icon('warning')} Faults ${sign}
  <//>`
}
