import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { FaultsPanel } from './faults-panel.ts'
import { PanelButton } from '../parts/panel-button.ts'
import { icon } from '../parts/icons.ts'

/** Opens what makes Postmark fail; says in the top bar how many calls are to fail. */
export function FaultsButton({ waiting }: { waiting: number | null }): VNode {
  const calls = waiting === null ? 'every call' : waiting === 1 ? '1 call' : `${waiting} calls`
  const sign = waiting === 0 ? null : html`<span class="moved">${calls} on order</span>`
  return html`<${PanelButton} label="Faults" kind="top-button" panel=${() => html`<${FaultsPanel} />`}>
    ${icon('warning')} Faults ${sign}
  <//>`
}
