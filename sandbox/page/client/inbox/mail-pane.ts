import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { Avatar } from '../parts/avatar.ts'
import { MailActions } from './mail-actions.ts'
import { MailFrame } from './mail-frame.ts'
import { StateBadges, addressName } from './mail-row.ts'
import { moment } from '../parts/clock.ts'
import { now } from '../parts/now.ts'
import { postJson } from '../parts/api.ts'
import { refresh, useLive } from '../parts/live.ts'
import type { InboxAct, InboxResult, MailPage } from '../../inbox-acts.ts'

type View = 'HTML' | 'Text' | 'Headers'

/** One mail: the reading pane and everything its recipient can do. */
export function MailPane({ id }: { id: string }): VNode {
  const { data, trouble } = useLive<MailPage>(`/api/inbox/mail?id=${encodeURIComponent(id)}`)
  const [view, setView] = useState<View>('HTML')
  const [note, setNote] = useState<string | null>(null)
  if (!data) return html`<p class="quiet-note">${trouble ?? html`<span class="spinner"></span>`}</p>`
  const act = async (act: InboxAct): Promise<void> => {
    const result = await postJson<InboxResult>('/api/inbox/act', act).catch((error: Error) => ({
      note: error.message,
    }))
    setNote(result.note)
    refresh()
  }
  const { mail } = data
  return html`<div class="mail">
    <header class="mail-head">
      <h2>${mail.subject}</h2>
      <div class="mail-people">
        <${Avatar} id=${mail.from} name=${addressName(mail.from)} />
        <div>
          <div><b>${addressName(mail.from)}</b> <span class="dim">${bareAddress(mail.from)}</span></div>
          <div class="dim">to ${mail.to} · ${moment(mail.acceptedAt, now())} · ${mail.stream} stream</div>
        </div>
        <${StateBadges} happened=${mail.happened} />
      </div>
    </header>
    <${MailActions} page=${data} act=${act} />
    ${note ? html`<div class="mail-note" role="status">${note}</div>` : null}
    <div class="segments mail-views" role="tablist" aria-label="View">
      ${(['HTML', 'Text', 'Headers'] as const).map(
        (name) =>
          html`<button type="button" role="tab" aria-selected=${view === name} onClick=${() => setView(name)}>
            ${name}
          </button>`,
      )}
    </div>
    <div class="mail-body">
      ${view === 'HTML' ? html`<${MailFrame} id=${id} click=${(url: string) => void act({ kind: 'click', id, url })} />` : null}
      ${view === 'Text' ? html`<pre class="mail-text">${mail.text}</pre>` : null}
      ${view === 'Headers' ? html`<${Headers} page=${data} />` : null}
    </div>
    <${Answers} page=${data} />
  </div>`
}

function bareAddress(address: string): string {
  return /<([^>]+)>/.exec(address)?.[1] ?? ''
}

function Headers({ page }: { page: MailPage }): VNode {
  const rows = [
    ...page.mail.headers.map(({ Name, Value }) => [Name, Value] as const),
    ...Object.entries(page.mail.metadata).map(([name, value]) => [`Metadata: ${name}`, value] as const),
    ['Postmark MessageID', page.mail.id] as const,
  ]
  return html`<table class="headers">
    <tbody>
      ${rows.map(
        ([name, value]) =>
          html`<tr>
            <th scope="row">${name}</th>
            <td>${value}</td>
          </tr>`,
      )}
    </tbody>
  </table>`
}

function Answers({ page }: { page: MailPage }): VNode | null {
  if (page.answers.length === 0) return null
  return html`<div class="answers">
    <h3>Sent back by the recipient</h3>
    ${page.answers.map(
      (answer) =>
        html`<div class="answer">
          <div class="dim">
            ${answer.from} · ${moment(answer.receivedAt, now())} · inbound webhook ${answer.status}
          </div>
          <div class="answer-text">${answer.text}</div>
        </div>`,
    )}
  </div>`
}
