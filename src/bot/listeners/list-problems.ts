import type { App, BlockButtonAction } from '@slack/bolt'
import type { ModalView } from '@slack/types'
import type { Deps } from '../../operations/deps.ts'
import { listLate } from '../../operations/campaign/list-late.ts'
import { listProblems } from '../../operations/message/list-problems.ts'
import { actorOf } from '../actor-of.ts'
import type { Asked } from '../answer.ts'
import { type PageSubject, pageOf } from '../forms/page-subject.ts'
import { actions } from '../ids.ts'
import { showModal } from '../show-modal.ts'
import { unless } from '../slack-errors.ts'
import { withLinks } from '../slack-permalinks.ts'
import { problemsModal, problemsTitle } from '../views/problems.ts'

/** Lists what waits for a decision: of one campaign, or all that somebody may decide about. */
export function onListProblems(app: App, deps: Deps): void {
  app.action<BlockButtonAction>(actions.listProblems, async ({ ack, action, body, client }) => {
    await ack()
    await openProblems({ client, body, deps }, { value: action.value, user: body.user })
  })
  for (const actionId of [actions.newestProblems, actions.olderProblems]) {
    app.action<BlockButtonAction>(actionId, async ({ ack, action, body, client }) => {
      await ack()
      const view = await loadProblems({ client, deps }, { page: pageOf(action.value), user: body.user })
      await unless(['not_found'], () => client.views.update({ view_id: body.view?.id ?? '', view }))
    })
  }
}

/** Opens the list behind a button or a command. `value` says which, as the button carries it. */
export async function openProblems(
  asked: Asked,
  { value, user }: { value: string | undefined; user: { id: string } },
): Promise<void> {
  const load = async () => loadProblems(asked, { page: pageOf(value), user })
  await showModal(asked, { title: problemsTitle, load })
}

/** A page of the list as it is now. One that was emptied makes way for the first. */
export async function loadProblems(
  { client, deps }: Pick<Asked, 'client' | 'deps'>,
  { page, user }: { page: PageSubject; user: { id: string } },
): Promise<ModalView> {
  const { campaignId, after } = page
  const actor = await actorOf(deps, user)
  const late = await withLinks(client, await listLate(deps, { campaignId, actor }))
  const listed = await listProblems(deps, { campaignId, actor, before: after })
  if (listed.problems.length > 0 || after === null) return problemsModal(page, { ...listed, late })
  const first = await listProblems(deps, { campaignId, actor })
  return problemsModal({ campaignId, after: null }, { ...first, late })
}
