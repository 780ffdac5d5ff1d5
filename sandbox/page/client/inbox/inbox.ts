import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { useLayoutEffect, useState } from 'preact/hooks'
import { MailPane } from './mail-pane.ts'
import { MailRow } from './mail-row.ts'
import { icon } from '../parts/icons.ts'
import { useLive } from '../parts/live.ts'
import { typedText } from '../parts/input.ts'
import type { InboxList } from '../../inbox-acts.ts'

/** Every mail the contacts got, and what they can do with one. */
export function InboxView(): VNode {
  const [to, setTo] = useState('')
  const [chosen, setChosen] = useState<string | null>(null)
  const { data } = useLive<InboxList>(`/api/inbox?to=${encodeURIComponent(to)}`)
  const mails = data?.mails ?? []
  const id = chosen ?? mails[0]?.id ?? null
  // What is being read stays open while newer mails arrive.
  useLayoutEffect(() => setChosen(id), [id])
  const search = (words: string): void => {
    setTo(words)
    setChosen(null)
  }
  return html`<main class="split" aria-label="Inbox">
    <section class="split-list">
      <div class="list-head">
        <div class="search-box">
          ${icon('search')}
          <input
            type="search"
            placeholder="Search by address or subject"
            aria-label="Search mails"
            value=${to}
            onInput=${(event: InputEvent) => search(typedText(event))}
          />
        </div>
      </div>
      <div class="list-scroll" role="listbox" aria-label="Mails">
        ${data && mails.length === 0 ? html`<${NoMail} isSearch=${to !== ''} />` : null}
        ${mails.map(
          (mail) =>
            html`<${MailRow} key=${mail.id} mail=${mail} isOpen=${mail.id === id} open=${setChosen} />`,
        )}
      </div>
    </section>
    <section class="split-main">
      ${
        id
          ? html`<${MailPane} key=${id} id=${id} />`
          : html`<div class="pane-empty">Each mail shows here as its recipient sees it.</div>`
      }
    </section>
  </main>`
}

function NoMail({ isSearch }: { isSearch: boolean }): VNode {
  const sentence = 'No mail yet. Launch a campaign in the Workspace, and its mails arrive here.'
  return html`<p class="quiet-note">${isSearch ? 'No mail matches.' : sentence}</p>`
}
