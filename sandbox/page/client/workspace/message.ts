import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { Attachments, Files } from './attachments.ts'
import { Avatar } from '../parts/avatar.ts'
import { Blocks } from '../blocks/render.ts'
import { MessageToolbar } from './message-toolbar.ts'
import { Mrkdwn } from '../mrkdwn/render.ts'
import { Reactions } from './reactions.ts'
import { SurfaceContext } from '../blocks/surface.ts'
import { ago } from '../mrkdwn/dates.ts'
import { asBlocks } from '../blocks/types.ts'
import { clockTime, tsToMs } from '../parts/time.ts'
import { icon } from '../parts/icons.ts'
import { now } from '../parts/now.ts'
import { useDirectory } from '../parts/directory.ts'
import type { MessageView, Snapshot } from '../../../slack/snapshot-types.ts'
import type { PaneActs } from './pane-acts.ts'
import type { Surface } from '../blocks/types.ts'

type MessageProps = {
  message: MessageView
  snapshot: Snapshot
  acts: PaneActs
  isCompact: boolean
  inThread: boolean
}

export function Message({ message, snapshot, acts, isCompact, inThread }: MessageProps): VNode {
  const { userName, timeZone } = useDirectory()
  const name = userName(message.user)
  const time = clockTime(tsToMs(message.ts), timeZone)
  const kind = `message ${isCompact ? 'compact' : ''} ${message.ephemeral ? 'ephemeral' : ''}`
  return html`<article class=${kind} aria-label=${`${name}, ${time}`} data-ts=${message.ts}>
    <div class="message-side">
      ${
        isCompact
          ? html`<span class="hover-time">${time.replace(/ [AP]M$/, '')}</span>`
          : html`<${Avatar} id=${message.user} name=${name} isApp=${message.isApp} />`
      }
    </div>
    <div class="message-main">
      ${
        message.ephemeral
          ? html`<div class="only-you">${icon('eye')} Only visible to you</div>`
          : message.pinned
            ? html`<div class="only-you">${icon('bell')} Pinned</div>`
            : null
      }
      ${
        isCompact
          ? null
          : html`<div class="message-head">
              <span class="author">${name}</span>
              ${message.isApp ? html`<span class="app-tag">APP</span>` : null}
              <time class="message-time">${time}</time>
            </div>`
      }
      <${MessageBody} message=${message} snapshot=${snapshot} acts=${acts} />
      ${
        inThread || message.replyCount === 0
          ? null
          : html`<${ThreadSummary} message=${message} snapshot=${snapshot} acts=${acts} />`
      }
    </div>
    <${MessageToolbar} message=${message} snapshot=${snapshot} acts=${acts} inThread=${inThread} />
  </article>`
}

type PartProps = { message: MessageView; snapshot: Snapshot; acts: PaneActs }

function MessageBody({ message, snapshot, acts }: PartProps): VNode {
  const here = { channel: message.channel, ts: message.ts }
  const surface: Surface = {
    where: here,
    state: message.state,
    errors: [],
    isPending: (actionId) =>
      snapshot.pending.some(({ place }) => place?.ts === message.ts && place.actionId === actionId),
    act: acts.act,
  }
  const edited = message.edited ? html`<span class="edited">(edited)</span>` : null
  return html`<div class="message-body">
    <${SurfaceContext.Provider} value=${surface}>
      ${
        message.blocks.length > 0
          ? html`<${Blocks} blocks=${asBlocks(message.blocks)} />`
          : html`<${Mrkdwn} text=${message.text} />`
      }
      <${Attachments} attachments=${message.attachments} />
    <//>
    ${edited}
    <${Files} files=${message.files} />
    <${Reactions} message=${message} me=${snapshot.me.id} acts=${acts} />
    ${
      message.ephemeral
        ? html`<button
            type="button"
            class="link-button"
            onClick=${() => void acts.act({ kind: 'dismiss-ephemeral', message: here })}
          >
            Dismiss message
          </button>`
        : null
    }
  </div>`
}

function ThreadSummary({ message, snapshot, acts }: PartProps): VNode {
  const { userName } = useDirectory()
  const count = message.replyCount
  const latest = message.latestReply === null ? '' : lastReply(tsToMs(message.latestReply), snapshot)
  return html`<button type="button" class="thread-summary" onClick=${() => acts.openThread(message.ts)}>
    ${message.replyUsers
      .slice(0, 4)
      .map(
        (id) =>
          html`<${Avatar}
            id=${id}
            name=${userName(id)}
            isApp=${id === snapshot.app.botUserId}
            size="tiny"
          />`,
      )}
    <span class="thread-count">${count} ${count === 1 ? 'reply' : 'replies'}</span>
    <span class="thread-latest">${latest}</span>
    ${icon('chevron-right')}
  </button>`
}

// Ages are told on the workspace's clock, which a demonstration may have moved.
function lastReply(at: number, snapshot: Snapshot): string {
  const drift = snapshot.now - now()
  const reference = Math.abs(drift) < 120_000 ? now() : snapshot.now
  return `Last reply ${ago(Math.max(0, reference - at))}`
}
