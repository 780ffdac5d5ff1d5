import type { App } from '@slack/bolt'
import type { Deps } from '../../operations/deps.ts'
import { events } from '../ids.ts'
import { publishHome } from '../publish-home.ts'

/** Draws the Home tab whenever somebody opens it. */
export function onOpenHome(app: App, deps: Deps): void {
  app.event(events.homeOpened, async ({ event, client }) => {
    if (event.tab !== 'home') return
    await publishHome(deps, { client, userId: event.user })
  })
}
