import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { Avatar } from '../parts/avatar.ts'
import { now } from '../parts/now.ts'
import { shortTime } from '../parts/clock.ts'
import type { MailSummary } from '../../../postmark/types.ts'

type RowProps = { mail: MailSummary; isOpen: boolean; open: (id: string) => void }

export function MailRow({ mail, isOpen, open }: RowProps): VNode {
  const to = addressName(mail.to)
  return html`<button
    type="button"
    role="option"
    aria-selected=${isOpen}
    class=${isOpen ? 'mail-row open' : 'mail-row'}
    onClick=${() => open(mail.id)}
  >
    <${Avatar} id=${mail.to} name=${to} />
    <span class="mail-words">
      <span class="mail-line">
        <span class="mail-to">${to}</span>
        <time>${shortTime(mail.acceptedAt, now())}</time>
      </span>
      <span class="mail-subject">${mail.subject}</span>
      <span class="mail-from">from ${addressName(mail.from)}</span>
      <${StateBadges} happened=${mail.happened} />
    </span>
  </button>`
}

const tones: Record<string, string> = {
  opened: 'info',
  clicked: 'good',
  bounced: 'bad',
  complained: 'bad',
  unsubscribed: 'warn',
}

/** What happened to a mail, each kind once. Delivered alone is the quiet normal case. */
export function StateBadges({ happened }: Pick<MailSummary, 'happened'>): VNode {
  const kinds = [...new Set(happened)]
  return html`<span class="badges">
    ${kinds.map((kind) => html`<span class=${`badge ${tones[kind] ?? ''}`}>${kind}</span>`)}
    ${kinds.length === 0 ? html`<span class="badge">accepted</span>` : null}
  </span>`
}

/** The name of `"Ana" <ana@x>` or, without one, the address. */
export function addressName(address: string): string {
  const named = /^"?([^"<]+?)"?\s*</.exec(address)
  return named?.[1] ?? address.replaceAll(/[<>]/g, '')
}
