import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { Composer } from './composer.ts'
import { Message } from './message.ts'
import { icon } from '../parts/icons.ts'
import type { ChannelView, MessageView, Snapshot } from '../../../slack/snapshot-types.ts'
import type { PaneActs } from './pane-acts.ts'

type ThreadProps = { ts: string; channel: ChannelView; snapshot: Snapshot; acts: PaneActs }

/** One thread beside its channel. */
export function ThreadPanel({ ts, channel, snapshot, acts }: ThreadProps): VNode {
  const close = (): void => acts.openThread(null)
  return html`<aside class="thread" aria-label="Thread">
    <header class="channel-head">
      <h1>Thread</h1>
      <span class="topic">${channel.kind === 'im' ? '' : `#${channel.name}`}</span>
      <button type="button" class="icon-button" aria-label="Close thread" onClick=${close}>
        ${icon('close')}
      </button>
    </header>
    <${ThreadMessages} ts=${ts} channel=${channel} snapshot=${snapshot} acts=${acts} />
    <${Composer} channel=${channel} snapshot=${snapshot} acts=${acts} threadTs=${ts} />
  </aside>`
}

function ThreadMessages({ ts, channel, snapshot, acts }: ThreadProps): VNode {
  const end = useRef<HTMLDivElement>(null)
  const parent = channel.messages.find((message) => message.ts === ts)
  const replies = channel.messages.filter((message) => message.threadTs === ts && message.ts !== ts)
  const lasting = replies.filter((message) => !message.ephemeral).length
  useLayoutEffect(() => end.current?.scrollIntoView({ block: 'end' }), [replies.length])
  const draw = (message: MessageView): VNode =>
    html`<${Message}
      key=${message.ts}
      message=${message}
      snapshot=${snapshot}
      acts=${acts}
      isCompact=${false}
      inThread
    />`
  return html`<div class="thread-scroll">
    ${parent ? draw(parent) : html`<p class="quiet-note">This message was deleted.</p>`}
    ${
      lasting > 0
        ? html`<div class="reply-divider">
            <span>${lasting} ${lasting === 1 ? 'reply' : 'replies'}</span>
          </div>`
        : null
    }
    ${replies.map(draw)}
    <div ref=${end}></div>
  </div>`
}
