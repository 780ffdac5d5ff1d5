import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { MenuButton } from '../parts/menu-button.ts'
import { ReplyBox } from './reply-box.ts'
import { icon } from '../parts/icons.ts'
import type { InboxAct, MailPage } from '../../inbox-acts.ts'

type ActionsProps = { page: MailPage; act: (act: InboxAct) => Promise<void> }

/** What the recipient, or their mail server, can do to this mail. */
export function MailActions({ page, act }: ActionsProps): VNode {
  const [isReplying, setReplying] = useState(false)
  const { id } = page.mail
  const press = (label: string, name: string, deed: InboxAct): VNode =>
    html`<button type="button" class="button" onClick=${() => void act(deed)}>${icon(name)} ${label}</button>`
  const links = page.links.map((link) => ({
    label: link.text || link.url,
    detail: `${link.url.slice(0, 60)}${link.tracked ? '' : ' · not tracked'}`,
    choose: () => void act({ kind: 'click', id, url: link.url }),
  }))
  const bounces = (['hard', 'soft', 'auto-responder'] as const).map((bounce) => ({
    label: { hard: 'Hard bounce', soft: 'Soft bounce', 'auto-responder': 'Auto-responder' }[bounce],
    choose: () => void act({ kind: 'bounce', id, bounce }),
  }))
  return html`<div>
    <div class="mail-actions" role="toolbar" aria-label="What the recipient does">
      <button
        type="button"
        class="button primary"
        aria-expanded=${isReplying}
        onClick=${() => setReplying(!isReplying)}
      >
        ${icon('reply')} Reply
      </button>
      ${press('Open', 'eye', { kind: 'open', id })}
      <${MenuButton} label="Click a link" kind="button" items=${links}
        >${icon('link')} Click a link ${icon('chevron-down')}<//
      >
      ${press('Out of office', 'clock', { kind: 'out-of-office', id })}
      <span class="action-gap"></span>
      <${MenuButton} label="Bounce" kind="button" items=${bounces}
        >${icon('warning')} Bounce ${icon('chevron-down')}<//
      >
      ${press('Complain', 'info', { kind: 'complain', id })}
      ${press('Unsubscribe', 'close', { kind: 'unsubscribe', id })}
    </div>
    ${
      isReplying
        ? html`<${ReplyBox}
            to=${page.mail.replyTo || page.mail.from}
            send=${(text: string) => (setReplying(false), act({ kind: 'reply', id, text }))}
          />`
        : null
    }
  </div>`
}
