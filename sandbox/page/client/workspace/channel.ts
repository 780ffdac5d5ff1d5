import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { AppTabs } from './app-tabs.ts'
import { Avatar } from '../parts/avatar.ts'
import { Composer } from './composer.ts'
import { MessageList } from './message-list.ts'
import { icon } from '../parts/icons.ts'
import type { ChannelView, Snapshot } from '../../../slack/snapshot-types.ts'
import type { PaneActs } from './pane-acts.ts'

type ChannelProps = { channel: ChannelView; snapshot: Snapshot; acts: PaneActs }

/** One channel or direct conversation: head, messages, composer. */
export function ChannelMain({ channel, snapshot, acts }: ChannelProps): VNode {
  const isApp = channel.id === snapshot.app.dmChannel
  const messages = channel.messages.filter(isTopLevel)
  return html`<main class="channel" aria-label=${isApp ? snapshot.app.name : channel.name}>
    ${
      isApp
        ? html`<${AppTabs} snapshot=${snapshot} acts=${acts} current="messages" />`
        : html`<${ChannelHead} channel=${channel} snapshot=${snapshot} />`
    }
    <${MessageList} messages=${messages} channel=${channel} snapshot=${snapshot} acts=${acts}>
      <${Beginning} channel=${channel} snapshot=${snapshot} />
    <//>
    ${
      channel.isMember
        ? html`<${Composer} channel=${channel} snapshot=${snapshot} acts=${acts} threadTs=${null} />`
        : html`<div class="join-bar">
            <span>You are looking at <strong>#${channel.name}</strong></span>
            <button
              type="button"
              class="button primary"
              onClick=${() => void acts.act({ kind: 'join', channel: channel.id })}
            >
              Join Channel
            </button>
          </div>`
    }
  </main>`
}

/** Thread replies stand in their thread; ephemerals may have no thread at all. */
function isTopLevel(message: { ts: string; threadTs: string | null }): boolean {
  return message.threadTs === null || message.threadTs === message.ts
}

function ChannelHead({ channel, snapshot }: Omit<ChannelProps, 'acts'>): VNode {
  const other = snapshot.users.find((user) => user.id === channel.withUser)
  if (other) {
    return html`<header class="channel-head">
      <${Avatar} id=${other.id} name=${other.real_name} size="small" />
      <h1>${other.real_name}</h1>
    </header>`
  }
  const members = channel.members.map((id) => snapshot.users.find((user) => user.id === id))
  return html`<header class="channel-head">
    ${icon(channel.kind === 'private' ? 'lock' : 'hash')}
    <h1>${channel.name}</h1>
    <span class="topic">${channel.topic}</span>
    <span class="members" aria-label=${`${channel.members.length} members`}>
      ${members
        .slice(0, 3)
        .map((user) =>
          user
            ? html`<${Avatar} id=${user.id} name=${user.real_name} isApp=${user.is_bot} size="tiny" />`
            : null,
        )}
      <span>${channel.members.length}</span>
    </span>
  </header>`
}

function Beginning({ channel, snapshot }: Omit<ChannelProps, 'acts'>): VNode {
  const other = snapshot.users.find((user) => user.id === channel.withUser)
  if (channel.kind === 'im') {
    const isApp = channel.id === snapshot.app.dmChannel
    const name = isApp ? snapshot.app.name : (other?.real_name ?? '')
    return html`<div class="beginning">
      <${Avatar} id=${channel.withUser ?? ''} name=${name} isApp=${isApp} />
      <h2>${name}</h2>
      <p>This is the very beginning of your direct message history with <strong>${name}</strong>.</p>
    </div>`
  }
  return html`<div class="beginning">
    <h2><span class="big-hash">#</span>${channel.name}</h2>
    <p>${channel.topic || `This is the very beginning of the #${channel.name} channel.`}</p>
  </div>`
}
