/** Where a pane stands. `auto` until the person chose: the first channel they are in. */
export type Place = { kind: 'channel'; id: string } | { kind: 'home' } | { kind: 'auto' }

export type PaneRoute = { as: string; place: Place; thread: string | null }

export type Tab = 'workspace' | 'inbox' | 'model' | 'traffic'

export type Route = { tab: Tab; panes: PaneRoute[] }

const tabs: readonly Tab[] = ['workspace', 'inbox', 'model', 'traffic']

/*
 * The address keeps the view, so that a reload or a shared link shows the same:
 * `#workspace/U01:C02/U03:home` is two panes; `:<thread ts>` may follow a channel.
 */
export function readRoute(hash: string): Route {
  const [tab = '', ...panes] = hash.replace(/^#/, '').split('/')
  return {
    tab: tabs.find((known) => known === tab) ?? 'workspace',
    panes: panes.filter((pane) => pane !== '').map(readPane),
  }
}

export function writeRoute({ tab, panes }: Route): string {
  return `#${[tab, ...panes.map(writePane)].join('/')}`
}

function readPane(text: string): PaneRoute {
  const [as = '', where = '', thread] = text.split(':')
  return { as, place: readPlace(where), thread: thread || null }
}

function readPlace(where: string): Place {
  if (where === '') return { kind: 'auto' }
  return where === 'home' ? { kind: 'home' } : { kind: 'channel', id: where }
}

function writePane({ as, place, thread }: PaneRoute): string {
  const where = place.kind === 'channel' ? place.id : place.kind === 'home' ? 'home' : ''
  return [as, where, thread].filter((part) => part).join(':')
}
