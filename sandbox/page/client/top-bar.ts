import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { ClockButton } from './clock/clock-button.ts'
import { FaultsButton } from './faults/faults-button.ts'
import { icon } from './parts/icons.ts'
import type { Route, Tab } from './parts/route.ts'
import type { World } from '../world-view.ts'

type TopBarProps = { route: Route; world: World; go: (route: Route) => void }

export function TopBar({ route, world, go }: TopBarProps): VNode {
  const isTwo = route.panes.length > 1
  const tab = (name: Tab, label: string, count: number | null): VNode =>
    html`<button
      type="button"
      role="tab"
      class="top-tab"
      aria-selected=${route.tab === name}
      onClick=${() => go({ ...route, tab: name })}
    >
      ${label}${count ? html` <span class="tab-count">${count > 999 ? '999+' : count}</span>` : null}
    </button>`
  return html`<header class="top-bar">
    <span class="brand">
      <span class="brand-mark" aria-hidden="true">${icon('bolt')}</span
      ><span class="brand-name">Sandbox</span>
    </span>
    <div class="top-tabs" role="tablist" aria-label="Views">
      ${tab('workspace', 'Workspace', null)} ${tab('inbox', 'Inbox', world.mails)}
      ${tab('model', 'Model', world.modelCalls)} ${tab('traffic', 'Traffic', null)}
    </div>
    <span class="top-note">Stand-ins on this machine: nothing leaves it</span>
    <${FaultsButton} waiting=${world.faults} />
    ${world.time ? html`<${ClockButton} time=${world.time} />` : null}
    ${
      route.tab === 'workspace'
        ? html`<button
            type="button"
            class=${isTwo ? 'top-button on' : 'top-button'}
            aria-pressed=${isTwo}
            onClick=${() => go({ ...route, panes: isTwo ? route.panes.slice(0, 1) : twoPanes(route, world) })}
          >
            ${icon('columns')} Two panes
          </button>`
        : null
    }
  </header>`
}

/** The second pane belongs to the next person, in the same place: so that two people can race for one thing. */
function twoPanes({ panes }: Route, { people }: World): Route['panes'] {
  const [first] = panes
  if (!first) return panes
  const at = people.findIndex((person) => person.id === first.as)
  const next = people[(at + 1) % people.length]
  return next ? [first, { ...first, as: next.id, thread: null }] : panes
}
