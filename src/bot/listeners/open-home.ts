import type { App } from '@slack/bolt'
import type { Deps } from '../../operations/deps.ts'
import { explain } from '../explain.ts'
import { events } from '../ids.ts'
import { publishHome } from '../publish-home.ts'
import { noticeHome } from '../views/notice.ts'

/** Draws the Home tab whenever somebody opens it. */
export function onOpenHome(app: App, deps: Deps): void {
  app.event(events.homeOpened, async ({ event, client }) => {
    if (event.tab !== 'home') return
    try {
      await publishHome(deps, { client, userId: event.user })
    } catch (error) {
      await client.views.publish({ user_id: event.user, view: noticeHome(explain(error, deps.log)) })
    }
  })
}
