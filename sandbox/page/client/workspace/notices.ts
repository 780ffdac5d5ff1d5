import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { icon } from '../parts/icons.ts'
import type { PaneActs } from './pane-acts.ts'
import type { Snapshot } from '../../../slack/snapshot-types.ts'

type NoticesProps = { snapshot: Snapshot; refusal: string | null; acts: PaneActs; forget: () => void }

/** Slack's own lines to this person: an app that did not respond in time, a command that does not exist. */
export function Notices({ snapshot, refusal, acts, forget }: NoticesProps): VNode | null {
  const isRepeated = snapshot.notices.some((notice) => notice.text === refusal)
  return html`<div class="notices">
    ${snapshot.notices.map(
      (notice) =>
        html`<${Banner}
          key=${notice.id}
          text=${notice.text}
          dismiss=${() => void acts.act({ kind: 'dismiss-notice', id: notice.id })}
        />`,
    )}
    ${refusal && !isRepeated ? html`<${Banner} text=${refusal} dismiss=${forget} />` : null}
  </div>`
}

function Banner({ text, dismiss }: { text: string; dismiss: () => void }): VNode {
  return html`<div class="notice" role="alert">
    ${icon('warning')}
    <span>${text}</span>
    <button type="button" class="icon-button" aria-label="Dismiss" onClick=${dismiss}>
      ${icon('close')}
    </button>
  </div>`
}
