import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { Avatar } from '../parts/avatar.ts'
import type { PaneActs } from './pane-acts.ts'
import type { Snapshot } from '../../../slack/snapshot-types.ts'

type AppTabsProps = { snapshot: Snapshot; acts: PaneActs; current: 'home' | 'messages' }

/** The head of the app's own space: its name, and the tabs its manifest turns on. */
export function AppTabs({ snapshot, acts, current }: AppTabsProps): VNode {
  const { app } = snapshot
  const tab = (name: 'home' | 'messages', label: string, open: () => void): VNode =>
    html`<button type="button" role="tab" aria-selected=${current === name} class="app-tab" onClick=${open}>
      ${label}
    </button>`
  return html`<div class="app-head">
    <header class="channel-head">
      <${Avatar} id=${app.botUserId} name=${app.name} isApp size="small" />
      <h1>${app.name}</h1>
      <span class="app-tag">APP</span>
    </header>
    <div class="app-tabs" role="tablist" aria-label=${app.name}>
      ${app.homeEnabled ? tab('home', 'Home', acts.openHome) : null}
      ${tab('messages', 'Messages', () => acts.openChannel(app.dmChannel))}
    </div>
  </div>`
}
