import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { Mrkdwn } from '../mrkdwn/render.ts'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { ConfirmDialog } from '../../../slack/snapshot-types.ts'
import type { PaneActs } from '../workspace/pane-acts.ts'

type ConfirmProps = { dialog: ConfirmDialog; acts: PaneActs }

/** The question some buttons ask before they tell the app anything. */
export function ConfirmView({ dialog, acts }: ConfirmProps): VNode {
  const dismiss = (): void => void acts.act({ kind: 'dismiss-confirm' })
  const button = useRef<HTMLButtonElement>(null)
  useLayoutEffect(() => button.current?.focus(), [])
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return
      event.stopPropagation()
      dismiss()
    }
    document.addEventListener('keydown', listen, true)
    return () => document.removeEventListener('keydown', listen, true)
  }, [])
  return html`<div class="modal-backdrop">
    <div class="modal confirm" role="alertdialog" aria-modal="true" aria-label=${dialog.title}>
      <header class="modal-head"><h2>${dialog.title}</h2></header>
      <div class="modal-body"><${Mrkdwn} text=${dialog.text} /></div>
      <footer class="modal-foot">
        <div class="modal-buttons">
          <button type="button" class="button" onClick=${dismiss}>${dialog.deny}</button>
          <button
            type="button"
            class=${`button ${dialog.style === 'danger' ? 'danger filled' : 'primary'}`}
            ref=${button}
            onClick=${() => void acts.act({ kind: 'confirm' })}
          >
            ${dialog.confirm}
          </button>
        </div>
      </footer>
    </div>
  </div>`
}
