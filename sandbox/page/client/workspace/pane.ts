import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { ChannelMain } from './channel.ts'
import { DirectoryContext } from '../parts/directory.ts'
import { HomeMain } from './home.ts'
import { ModalStack } from '../modal/modal-stack.ts'
import { Notices } from './notices.ts'
import { RawDialog } from '../traffic/raw-dialog.ts'
import { Sidebar } from './sidebar.ts'
import { ThreadPanel } from './thread-panel.ts'
import { actAs } from './pane-acts.ts'
import { directoryOf } from './directory-of.ts'
import { useLive } from '../parts/live.ts'
import type { ChannelView, Snapshot } from '../../../slack/snapshot-types.ts'
import type { PaneActs } from './pane-acts.ts'
import type { PaneRoute } from '../parts/route.ts'

type PaneProps = { route: PaneRoute; go: (route: PaneRoute) => void }
type RawTarget = { channel: string; ts: string }

/** The whole of Slack as one person sees it. */
export function Pane({ route, go }: PaneProps): VNode {
  const { data: snapshot, trouble } = useLive<Snapshot>(`/api/snapshot?as=${encodeURIComponent(route.as)}`)
  if (trouble) return html`<div class="pane-empty" role="alert">${trouble}</div>`
  if (!snapshot) return html`<div class="pane-empty"><span class="spinner"></span></div>`
  return html`<${LoadedPane} key=${route.as} route=${route} go=${go} snapshot=${snapshot} />`
}

function LoadedPane({ route, go, snapshot }: PaneProps & { snapshot: Snapshot }): VNode {
  const [refusal, setRefusal] = useState<string | null>(null)
  const [raw, setRaw] = useState<RawTarget | null>(null)
  const channel = currentChannel(snapshot, route)
  const place = placeOf(channel, route)
  const acts = useMemo<PaneActs>(() => {
    const act = actAs({ as: route.as, say: setRefusal })
    return {
      act,
      say: setRefusal,
      openChannel: (id) => go({ ...route, place: { kind: 'channel', id }, thread: null }),
      openHome: () => {
        go({ ...route, place: { kind: 'home' }, thread: null })
        void act({ kind: 'open-home', tab: 'home' })
      },
      openThread: (ts) => go({ ...route, place, thread: ts }),
      showRaw: (channel, ts) => setRaw({ channel, ts }),
    }
  }, [route, channel?.id])
  useReading(channel, acts)
  const directory = useMemo(() => directoryOf(snapshot, acts.openChannel), [snapshot, acts])
  const isHome = route.place.kind === 'home'
  const become = (as: string): void => go({ ...route, as, thread: null })
  return html`<${DirectoryContext.Provider} value=${directory}>
    <section class="pane" aria-label=${`${snapshot.me.real_name}’s Slack`}>
      <${Sidebar} snapshot=${snapshot} place=${place} acts=${acts} become=${become} />
      <div class="pane-main">
        <${PaneMain} channel=${channel} snapshot=${snapshot} acts=${acts} isHome=${isHome} />
        <${Notices} snapshot=${snapshot} refusal=${refusal} acts=${acts} forget=${() => setRefusal(null)} />
      </div>
      ${
        route.thread && channel && !isHome
          ? html`<${ThreadPanel} ts=${route.thread} channel=${channel} snapshot=${snapshot} acts=${acts} />`
          : null
      }
      <${ModalStack} snapshot=${snapshot} acts=${acts} />
      ${raw ? html`<${RawDialog} ...${raw} close=${() => setRaw(null)} />` : null}
    </section>
  <//>`
}

type MainProps = { channel: ChannelView | undefined; snapshot: Snapshot; acts: PaneActs; isHome: boolean }

function PaneMain({ channel, snapshot, acts, isHome }: MainProps): VNode {
  if (isHome) return html`<${HomeMain} snapshot=${snapshot} acts=${acts} />`
  return channel
    ? html`<${ChannelMain} key=${channel.id} channel=${channel} snapshot=${snapshot} acts=${acts} />`
    : html`<div class="pane-empty">No channel to show yet.</div>`
}

function currentChannel(snapshot: Snapshot, { place }: PaneRoute): ChannelView | undefined {
  if (place.kind === 'channel') return snapshot.channels.find((channel) => channel.id === place.id)
  return snapshot.channels.find((channel) => channel.isMember && channel.kind !== 'im')
}

function placeOf(channel: ChannelView | undefined, route: PaneRoute): PaneRoute['place'] {
  if (route.place.kind === 'home' || !channel) return route.place
  return { kind: 'channel', id: channel.id }
}

// What stands open before the person's eyes counts as read.
function useReading(channel: ChannelView | undefined, acts: PaneActs): void {
  const unread = channel?.unread ?? 0
  useEffect(() => {
    if (channel && unread > 0) void acts.act({ kind: 'read', channel: channel.id })
  }, [channel?.id, unread])
}
