import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { FaultsPanel } from './faults-panel.ts'
import { PanelButton } from '../parts/panel-button.ts'
import { icon } from '../parts/icons.ts'

/** Opens what makes the stand-ins fail; says in the top bar how often they still will. */
export function FaultsButton({ waiting }: { waiting: number | null }): VNode {
  const sign = waiting === 0 ? null : html`<span class="moved">${waiting ?? 'all'} on order</span>`
  return html`<${PanelButton} label="Faults" kind="top-button" panel=${() => html`<${FaultsPanel} />`}>
    ${icon('warning')} Faults ${sign}
  <//>`
}
