import { html } from 'htm/preact'
import { Fragment } from 'preact'
import type { VNode } from 'preact'
import { Avatar } from '../parts/avatar.ts'
import { PersonSwitch } from './person-switch.ts'
import { icon } from '../parts/icons.ts'
import type { ChannelView, Snapshot } from '../../../slack/snapshot-types.ts'
import type { PaneActs } from './pane-acts.ts'
import type { Place } from '../parts/route.ts'

type SidebarProps = { snapshot: Snapshot; place: Place; acts: PaneActs; become: (userId: string) => void }

export function Sidebar({ snapshot, place, acts, become }: SidebarProps): VNode {
  const { channels, app, team } = snapshot
  const isOpen = (id: string): boolean => place.kind === 'channel' && place.id === id
  const rooms = channels.filter((channel) => channel.kind !== 'im' && !channel.archived)
  const others = channels.filter((channel) => channel.kind === 'im' && channel.id !== app.dmChannel)
  const row = (channel: ChannelView): VNode =>
    html`<${Row}
      channel=${channel}
      snapshot=${snapshot}
      isOpen=${isOpen(channel.id)}
      open=${acts.openChannel}
    />`
  const appUnread = channels.find((channel) => channel.id === app.dmChannel)?.unread ?? 0
  const isApp = place.kind === 'home' || isOpen(app.dmChannel)
  return html`<nav class="sidebar" aria-label="Channels">
    <div class="team-name">${team.name}</div>
    <div class="sidebar-scroll">
      <div class="sidebar-group">Channels</div>
      ${rooms.map(row)} ${others.length > 0 ? html`<div class="sidebar-group">Direct messages</div>` : null}
      ${others.map(row)}
      <div class="sidebar-group">Apps</div>
      <button
        type="button"
        class=${`sidebar-row ${isApp ? 'open' : ''} ${appUnread > 0 ? 'unread' : ''}`}
        aria-current=${isApp ? 'page' : undefined}
        onClick=${() => (app.homeEnabled ? acts.openHome() : acts.openChannel(app.dmChannel))}
      >
        <${Avatar} id=${app.botUserId} name=${app.name} isApp size="tiny" />
        <span class="row-name">${app.name}</span>
        ${appUnread > 0 ? html`<span class="unread-count">${appUnread}</span>` : null}
      </button>
    </div>
    <${PersonSwitch} snapshot=${snapshot} become=${become} />
  </nav>`
}

type RowProps = { channel: ChannelView; snapshot: Snapshot; isOpen: boolean; open: (id: string) => void }

function Row({ channel, snapshot, isOpen, open }: RowProps): VNode {
  const isUnread = channel.unread > 0 && channel.isMember
  const kinds = { unread: isUnread, open: isOpen, outside: !channel.isMember }
  return html`<button
    type="button"
    class=${rowClass(kinds)}
    aria-current=${isOpen ? 'page' : undefined}
    onClick=${() => open(channel.id)}
  >
    <${RowName} channel=${channel} snapshot=${snapshot} />
    ${isUnread ? html`<${UnreadMark} channel=${channel} />` : null}
  </button>`
}

function rowClass(kinds: Record<string, boolean>): string {
  const on = Object.entries(kinds).filter(([, isOn]) => isOn)
  return ['sidebar-row', ...on.map(([kind]) => kind)].join(' ')
}

function RowName({ channel, snapshot }: Pick<RowProps, 'channel' | 'snapshot'>): VNode {
  const other = snapshot.users.find((user) => user.id === channel.withUser)
  const mark = other
    ? html`<${Avatar} id=${other.id} name=${other.real_name} size="tiny" />`
    : icon(channel.kind === 'private' ? 'lock' : 'hash')
  return html`<${Fragment}>${mark}<span class="row-name">${other?.real_name ?? channel.name}</span><//>`
}

function UnreadMark({ channel }: { channel: ChannelView }): VNode {
  return channel.kind === 'im'
    ? html`<span class="unread-count">${channel.unread}</span>`
    : html`<span class="unread-dot" role="img" aria-label="unread"></span>`
}
