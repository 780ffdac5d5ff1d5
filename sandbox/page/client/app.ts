import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { useLayoutEffect, useState } from 'preact/hooks'
import { InboxView } from './inbox/inbox.ts'
import { ModelView } from './model/model.ts'
import { OriginContext } from './parts/origin.ts'
import { Panes } from './workspace/panes.ts'
import { TopBar } from './top-bar.ts'
import { TrafficView } from './traffic/traffic.ts'
import { readRoute, writeRoute } from './parts/route.ts'
import { setAhead } from './parts/now.ts'
import { useLive } from './parts/live.ts'
import type { Route } from './parts/route.ts'
import type { World } from '../world-view.ts'

/** The whole page: a bar with tabs over one of the views. */
export function App(): VNode {
  const [route, setRoute] = useRoute()
  const { data: world, trouble } = useLive<World>('/api/world')
  // Before anything is drawn: whatever shows an age asks what time it is.
  setAhead(world?.time?.aheadMs ?? 0)
  if (!world) return html`<div class="pane-empty">${trouble ?? html`<span class="spinner"></span>`}</div>`
  const first = world.people[0]?.id ?? ''
  const panes =
    route.panes.length > 0 ? route.panes : [{ as: first, place: { kind: 'auto' } as const, thread: null }]
  const current: Route = { ...route, panes }
  return html`<${OriginContext.Provider} value=${world.slackOrigin}>
    <${TopBar} route=${current} world=${world} go=${setRoute} />
    <div class="view"><${views[current.tab]} route=${current} world=${world} go=${setRoute} /></div>
  <//>`
}

const views = { workspace: Panes, inbox: InboxView, model: ModelView, traffic: TrafficView }

function useRoute(): [Route, (route: Route) => void] {
  const [route, setRoute] = useState(() => readRoute(location.hash))
  useLayoutEffect(() => {
    const listen = (): void => setRoute(readRoute(location.hash))
    addEventListener('hashchange', listen)
    return () => removeEventListener('hashchange', listen)
  }, [])
  return [
    route,
    (next) => {
      history.replaceState(null, '', writeRoute(next))
      setRoute(next)
    },
  ]
}
