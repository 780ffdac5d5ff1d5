import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { useLayoutEffect } from 'preact/hooks'
import { JsonText } from './json-text.ts'
import { icon } from '../parts/icons.ts'
import { useLive } from '../parts/live.ts'
import type { TrafficEntry } from '../../traffic-view.ts'

type RawProps = { channel: string; ts: string; close: () => void }

/** Everything that passed between Slack and the app about one message. */
export function RawDialog({ channel, ts, close }: RawProps): VNode {
  const { data } = useLive<{ entries: TrafficEntry[] }>(`/api/raw?channel=${channel}&ts=${ts}`)
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') close()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
  return html`<div class="modal-layer">
    <div class="modal-backdrop" onClick=${(event: Event) => event.target === event.currentTarget && close()}>
      <div class="modal wide" role="dialog" aria-modal="true" aria-label="Raw payload">
        <header class="modal-head">
          <h2>Raw payload</h2>
          <button type="button" class="icon-button" aria-label="Close dialog" onClick=${close}>
            ${icon('close')}
          </button>
        </header>
        <div class="modal-body">
          ${data?.entries.map(
            ({ line, raw }) =>
              html`<details class="raw-entry" open=${line.direction === 'call'}>
                <summary>
                  <b>${line.title}</b>
                  <span class=${line.isFine ? 'badge good' : 'badge bad'}>${line.outcome}</span>
                </summary>
                <${JsonText} value=${raw} />
              </details>`,
          )}
          ${data?.entries.length === 0 ? html`<p class="quiet-note">The app had no part in this message.</p>` : null}
        </div>
      </div>
    </div>
  </div>`
}
