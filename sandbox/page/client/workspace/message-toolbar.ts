import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { MenuButton } from '../parts/menu-button.ts'
import { Popover } from '../parts/popover.ts'
import { commonReactions, emoji } from '../mrkdwn/emoji.ts'
import { icon } from '../parts/icons.ts'
import type { MenuItem } from '../parts/popover.ts'
import type { MessageView, Snapshot } from '../../../slack/snapshot-types.ts'
import type { PaneActs } from './pane-acts.ts'

type ToolbarProps = { message: MessageView; snapshot: Snapshot; acts: PaneActs; inThread: boolean }

/** The small bar over a message: react, answer in a thread, shortcuts and the raw payload. */
export function MessageToolbar({ message, snapshot, acts, inThread }: ToolbarProps): VNode {
  const canTalk = !message.ephemeral
  const openThread = (): void => acts.openThread(message.threadTs ?? message.ts)
  const showRaw = (): void => acts.showRaw(message.channel, message.ts)
  return html`<div class="toolbar">
    ${canTalk ? html`<${ReactButton} message=${message} acts=${acts} />` : null}
    ${canTalk && !inThread ? html`<${Tool} label="Reply in thread" name="thread" press=${openThread} />` : null}
    <${Tool} label="Raw payload" name="code" press=${showRaw} />
    ${
      canTalk
        ? html`<${MenuButton}
            label="More actions"
            kind="icon-button"
            align="right"
            items=${menuOf(message, snapshot, acts)}
          >
            ${icon('more')}
          <//>`
        : null
    }
  </div>`
}

type ToolProps = { label: string; name: string; press: () => void }

function Tool({ label, name, press }: ToolProps): VNode {
  return html`<button type="button" class="icon-button" title=${label} aria-label=${label} onClick=${press}>
    ${icon(name)}
  </button>`
}

function menuOf(message: MessageView, snapshot: Snapshot, acts: PaneActs): MenuItem[] {
  const here = { channel: message.channel, ts: message.ts }
  const shortcuts = snapshot.shortcuts
    .filter((shortcut) => shortcut.type === 'message')
    .map((shortcut) => ({
      label: shortcut.name,
      detail: snapshot.app.name,
      icon: icon('bolt'),
      choose: () => void acts.act({ kind: 'message-shortcut', name: shortcut.callbackId, message: here }),
    }))
  const copy = {
    label: 'Copy link',
    icon: icon('link'),
    choose: () => void navigator.clipboard?.writeText(message.permalink),
  }
  const remove = {
    label: 'Delete message…',
    icon: icon('trash'),
    danger: true,
    choose: () => void acts.act({ kind: 'remove', message: here }),
  }
  return [...shortcuts, copy, ...(message.user === snapshot.me.id ? [remove] : [])]
}

type ReactProps = { message: MessageView; acts: PaneActs }

function ReactButton({ message, acts }: ReactProps): VNode {
  const button = useRef<HTMLSpanElement>(null)
  const [isOpen, setOpen] = useState(false)
  const close = (): void => setOpen(false)
  const react = (name: string): void => {
    close()
    void acts.act({ kind: 'react', name, message: { channel: message.channel, ts: message.ts } })
  }
  const choices = commonReactions.map(
    (name) =>
      html`<button type="button" class="icon-button emoji" aria-label=${name} onClick=${() => react(name)}>
        ${emoji(name)}
      </button>`,
  )
  return html`<span ref=${button}>
    <${Tool} label="Add reaction" name="smile" press=${() => setOpen(!isOpen)} />
    ${
      isOpen && button.current
        ? html`<${Popover} anchor=${button.current} close=${close} label="Add reaction" align="right">
            <div class="reaction-picker">${choices}</div>
          <//>`
        : null
    }
  </span>`
}
