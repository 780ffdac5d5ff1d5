import type { App, BlockButtonAction, BlockExternalSelectAction } from '@slack/bolt'
import type { ModalView } from '@slack/types'
import type { Deps } from '../../operations/deps.ts'
import { listPaused } from '../../operations/enrollment/list-paused.ts'
import { actorOf } from '../actor-of.ts'
import { subjectOf } from '../forms/button-value.ts'
import { type PageSubject, pageOf } from '../forms/page-subject.ts'
import { actions, suggestions } from '../ids.ts'
import { showModal } from '../show-modal.ts'
import { unless } from '../slack-errors.ts'
import { pausedOptions } from '../views/contact-options.ts'
import { pausedModal, pausedTitle } from '../views/paused.ts'

/** Lists the paused people of a campaign, page by page, and finds one of them. */
export function onListPaused(app: App, deps: Deps): void {
  app.action<BlockButtonAction>(actions.listPaused, async ({ ack, action, body, client }) => {
    await ack()
    const load = async () =>
      loadPaused(deps, { page: { campaignId: subjectOf(action.value), after: null }, user: body.user })
    await showModal({ client, body, deps }, { title: pausedTitle, load })
  })
  for (const actionId of [actions.firstPaused, actions.nextPaused]) {
    app.action<BlockButtonAction>(actionId, async ({ ack, action, body, client }) => {
      await ack()
      const view = await loadPaused(deps, { page: pageOf(action.value), user: body.user })
      await unless(['not_found'], () => client.views.update({ view_id: body.view?.id ?? '', view }))
    })
  }
  app.action<BlockExternalSelectAction>(actions.choosePaused, async ({ ack, action, body, client }) => {
    await ack()
    const option = action.selected_option
    if (!option) return
    const page = { ...pageOf(body.view?.private_metadata), after: null }
    const view = await loadPaused(deps, { page, user: body.user, enrollmentId: subjectOf(option.value) })
    await unless(['not_found'], () => client.views.update({ view_id: body.view?.id ?? '', view }))
  })
  app.options(suggestions.paused, async ({ ack, options, body }) => {
    try {
      const campaignId = subjectOf(pageOf(options.view?.private_metadata).campaignId)
      const actor = await actorOf(deps, body.user)
      const { people } = await listPaused(deps, { campaignId, actor, text: options.value, limit: 20 })
      await ack({ options: pausedOptions(people) })
    } catch (error) {
      // A menu can say nothing; the list around it does.
      await ack({ options: [] })
      throw error
    }
  })
}

type Wanted = { page: PageSubject; user: { id: string }; enrollmentId?: string }

/** A page of the list as it is now, or the one person who is looked for. */
export async function loadPaused(deps: Deps, { page, user, enrollmentId }: Wanted): Promise<ModalView> {
  const campaignId = subjectOf(page.campaignId)
  const actor = await actorOf(deps, user)
  const only = enrollmentId === undefined ? {} : { enrollmentId }
  const list = await listPaused(deps, { campaignId, actor, after: page.after, limit: 10, ...only })
  return pausedModal({ campaignId, ...list, after: page.after, chosen: enrollmentId !== undefined })
}
