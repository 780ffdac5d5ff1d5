import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { useLayoutEffect, useState } from 'preact/hooks'
import { JsonText } from './json-text.ts'
import { moment } from '../parts/clock.ts'
import { now } from '../parts/now.ts'
import { icon } from '../parts/icons.ts'
import { useLive } from '../parts/live.ts'
import { typedText } from '../parts/input.ts'
import type { TrafficEntry, TrafficLine } from '../../traffic-view.ts'

const vendors = ['All', 'Slack', 'Postmark', 'OpenAI']

/** Everything between the app and the stand-ins, newest first, with the payloads as they were on the wire. */
export function TrafficView(): VNode {
  const [words, setWords] = useState('')
  const [vendor, setVendor] = useState('All')
  const [chosen, setChosen] = useState<string | null>(null)
  const query = new URLSearchParams({ words, vendor })
  const { data, trouble } = useLive<{ lines: TrafficLine[] }>(`/api/traffic?${query.toString()}`)
  const lines = data?.lines ?? []
  const key = chosen ?? lines[0]?.key ?? null
  // What is being read stays open while newer entries arrive.
  useLayoutEffect(() => setChosen(key), [key])
  return html`<main class="split" aria-label="Traffic">
    <section class="split-list wide-list">
      <div class="list-head">
        <div class="search-box">
          ${icon('search')}
          <input
            type="search"
            placeholder="Filter by method, path or text"
            aria-label="Filter traffic"
            value=${words}
            onInput=${(event: InputEvent) => setWords(typedText(event))}
          />
        </div>
        <div class="segments" role="group" aria-label="Vendor">
          ${vendors.map(
            (name) =>
              html`<button type="button" aria-pressed=${vendor === name} onClick=${() => setVendor(name)}>
                ${name}
              </button>`,
          )}
        </div>
      </div>
      <div class="list-scroll" role="listbox" aria-label="Entries">
        ${trouble ? html`<p class="quiet-note">${trouble}</p>` : null}
        ${data && lines.length === 0 ? html`<p class="quiet-note">Nothing has passed yet.</p>` : null}
        ${lines.map(
          (line) =>
            html`<${Row} key=${line.key} line=${line} isOpen=${line.key === key} open=${setChosen} />`,
        )}
      </div>
    </section>
    <section class="split-main">
      ${key ? html`<${Entry} key=${key} id=${key} />` : html`<p class="quiet-note">Choose an entry to see its payload.</p>`}
    </section>
  </main>`
}

type RowProps = { line: TrafficLine; isOpen: boolean; open: (key: string) => void }

function Row({ line, isOpen, open }: RowProps): VNode {
  return html`<button
    type="button"
    role="option"
    aria-selected=${isOpen}
    class=${isOpen ? 'traffic-row open' : 'traffic-row'}
    onClick=${() => open(line.key)}
  >
    <span class=${`vendor ${line.vendor.toLowerCase()}`}>${line.vendor}</span>
    <span class="arrow" title=${directions[line.direction]}>${line.direction === 'call' ? '→' : '←'}</span>
    <span class="traffic-title">${line.title}</span>
    <span class="traffic-detail">${line.detail}</span>
    <span class=${line.isFine ? 'badge good' : 'badge bad'}>${line.outcome}</span>
    <time>${moment(line.at, now())}</time>
  </button>`
}

const directions = { call: 'the app called the vendor', delivery: 'the vendor called the app' }

function Entry({ id }: { id: string }): VNode {
  const { data } = useLive<TrafficEntry>(`/api/traffic/entry?key=${encodeURIComponent(id)}`)
  if (!data) return html`<p class="quiet-note"><span class="spinner"></span></p>`
  return html`<div class="entry">
    <header class="entry-head">
      <h2>${data.line.title}</h2>
      <p>${data.line.vendor}: ${directions[data.line.direction]} at ${moment(data.line.at, now())}</p>
    </header>
    <${JsonText} value=${data.raw} />
  </div>`
}
