import type { App, BlockButtonAction } from '@slack/bolt'
import type { Deps } from '../../operations/deps.ts'
import { resumeEnrollment } from '../../operations/enrollment/resume.ts'
import { actorOf } from '../actor-of.ts'
import { explain } from '../explain.ts'
import { entryOf } from '../forms/entry-subject.ts'
import { pageOf } from '../forms/page-subject.ts'
import { actions } from '../ids.ts'
import { unless } from '../slack-errors.ts'
import { toldModal } from '../views/notice.ts'
import { resumedSentence } from '../views/paused.ts'
import { loadExplanation } from './explain-campaign.ts'
import { loadPaused } from './list-paused.ts'

/** Ends the pause of one person, in the list of those who are paused. */
export function onResumeEnrollment(app: App, deps: Deps): void {
  app.action<BlockButtonAction>(actions.resumeEnrollment, async ({ ack, action, body, client }) => {
    await ack()
    const { id: enrollmentId, name } = entryOf(['enrollment'], action.value)
    const actor = await actorOf(deps, body.user)
    const done = await resumeEnrollment(deps, { enrollmentId, actor, origin: 'slack' }).then(
      () => ({ text: resumedSentence(name), level: 'success' as const }),
      (error: unknown) => ({ text: explain(error, deps.log), level: 'warning' as const }),
    )
    if (body.view === undefined) return
    const { id: viewId, root_view_id: rootViewId, private_metadata } = body.view
    const page = pageOf(private_metadata)
    const list = await loadPaused(deps, { page, user: body.user })
    const view = toldModal(list, done.text, done.level)
    await unless(['not_found'], () => client.views.update({ view_id: viewId, view }))
    // Below the list lies the explanation that it was opened from.
    if (rootViewId === null || rootViewId === viewId || page.campaignId === null) return
    const below = await loadExplanation(deps, page.campaignId)
    await unless(['not_found'], () => client.views.update({ view_id: rootViewId, view: below }))
  })
}
