import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import { AppTabs } from './app-tabs.ts'
import { Blocks } from '../blocks/render.ts'
import { SurfaceContext } from '../blocks/surface.ts'
import { asBlocks } from '../blocks/types.ts'
import type { PaneActs } from './pane-acts.ts'
import type { Snapshot } from '../../../slack/snapshot-types.ts'
import type { Surface } from '../blocks/types.ts'

type HomeProps = { snapshot: Snapshot; acts: PaneActs }

/** The app's Home tab. */
export function HomeMain({ snapshot, acts }: HomeProps): VNode {
  const { home, app } = snapshot
  // A page that is opened on Home (a reload) has not told the app yet.
  useEffect(() => {
    if (!home) void acts.act({ kind: 'open-home', tab: 'home' })
  }, [])
  const surface: Surface = {
    where: 'home',
    state: home?.state ?? {},
    errors: [],
    isPending: (actionId) =>
      snapshot.pending.some(
        ({ place }) =>
          place?.actionId === actionId && place.ts === undefined && !isModal(place.viewId, snapshot),
      ),
    act: acts.act,
  }
  return html`<main class="home" aria-label=${`${app.name} Home`}>
    <${AppTabs} snapshot=${snapshot} acts=${acts} current="home" />
    <div class="home-scroll">
      <div class="home-page">
        ${
          home
            ? html`<${SurfaceContext.Provider} value=${surface}
                ><${Blocks} blocks=${asBlocks(home.blocks)}
              /><//>`
            : html`<p class="quiet-note">${app.name} has not published a Home for you yet.</p>`
        }
      </div>
    </div>
  </main>`
}

function isModal(viewId: string | undefined, snapshot: Snapshot): boolean {
  return snapshot.modals.some((layer) => layer.viewId === viewId)
}
