import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { Pane } from './pane.ts'
import type { PaneRoute, Route } from '../parts/route.ts'

type PanesProps = { route: Route; go: (route: Route) => void }

/** One person's Slack, or two side by side. */
export function Panes({ route, go }: PanesProps): VNode {
  return html`<div class=${route.panes.length > 1 ? 'panes two' : 'panes'}>
    ${route.panes.map((pane, index) => {
      const goPane = (next: PaneRoute): void =>
        go({ ...route, panes: route.panes.map((other, at) => (at === index ? next : other)) })
      return html`<${Pane} key=${index} route=${pane} go=${goPane} />`
    })}
  </div>`
}
