import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { useRef } from 'preact/hooks'
import { Pane } from './pane.ts'
import type { PaneRoute, Route } from '../parts/route.ts'

type PanesProps = { route: Route; go: (route: Route) => void }

/** One person's Slack, or two side by side. */
export function Panes({ route, go }: PanesProps): VNode {
  // Messages are drawn anew only when they change: what they call may come from before the other pane moved.
  const latest = useRef(route)
  latest.current = route
  return html`<div class=${route.panes.length > 1 ? 'panes two' : 'panes'}>
    ${route.panes.map((pane, index) => {
      const goPane = (next: PaneRoute): void =>
        go({
          ...latest.current,
          panes: latest.current.panes.map((other, at) => (at === index ? next : other)),
        })
      return html`<${Pane} key=${index} route=${pane} go=${goPane} />`
    })}
  </div>`
}
