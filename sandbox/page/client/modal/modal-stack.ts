import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { ConfirmView } from './confirm.ts'
import { ModalView } from './modal.ts'
import type { PaneActs } from '../workspace/pane-acts.ts'
import type { Snapshot } from '../../../slack/snapshot-types.ts'

type StackProps = { snapshot: Snapshot; acts: PaneActs }

/** The open modals of one person, the top one last, and the confirm dialog over everything. */
export function ModalStack({ snapshot, acts }: StackProps): VNode | null {
  const { modals, confirm } = snapshot
  if (modals.length === 0 && !confirm) return null
  return html`<div class="modal-layer">
    ${modals.map(
      (layer, depth) =>
        html`<${ModalView}
          key=${layer.viewId}
          layer=${layer}
          snapshot=${snapshot}
          acts=${acts}
          isTop=${depth === modals.length - 1}
          depth=${depth}
        />`,
    )}
    ${confirm ? html`<${ConfirmView} dialog=${confirm} acts=${acts} />` : null}
  </div>`
}
