import type { App, BlockButtonAction, ViewSubmitAction } from '@slack/bolt'
import { checkRecall } from '../../operations/campaign/check-recall.ts'
import { recallCampaign } from '../../operations/campaign/recall.ts'
import type { Deps } from '../../operations/deps.ts'
import { actorOf } from '../actor-of.ts'
import type { Asked } from '../answer.ts'
import { explain } from '../explain.ts'
import { subjectOf } from '../forms/button-value.ts'
import { actions, submissions } from '../ids.ts'
import { showModal } from '../show-modal.ts'
import { unless } from '../slack-errors.ts'
import { noticeModal } from '../views/notice.ts'
import { recalledModal, recallModal } from '../views/recall.ts'
import { within } from '../within.ts'

/** Milliseconds: taking back the mails of a large audience takes longer than Slack waits. */
const patience = 1600

/** Takes back what was not handed over, after showing exactly where everybody stands. */
export function onRecallCampaign(app: App, deps: Deps): void {
  app.action<BlockButtonAction>(actions.recallCampaign, async ({ ack, action, body, client }) => {
    await ack()
    await openRecall({ client, body, deps }, { value: action.value, user: body.user })
  })
  app.view<ViewSubmitAction>(submissions.recallForm, async ({ ack, view, body, client }) => {
    const recalled = recall(deps, { metadata: view.private_metadata, user: body.user })
    const soon = await within(recalled, patience)
    const shown = soon ?? noticeModal('Recall', 'Recalling… This takes a while for a large audience.')
    await ack({ response_action: 'update', view: shown })
    if (soon !== null) return
    const late = await recalled
    await unless(['not_found'], () => client.views.update({ view_id: view.id, view: late }))
  })
}

/** Shows where everybody stands and asks, behind a button or a command. */
export async function openRecall(
  asked: Asked,
  { value, user }: { value: string | undefined; user: { id: string } },
): Promise<void> {
  const { deps } = asked
  const load = async () => {
    const campaignId = subjectOf(value)
    return recallModal(await checkRecall(deps, { campaignId, actor: await actorOf(deps, user) }))
  }
  await showModal(asked, { title: 'Recall', load })
}

/** Recalls it, and shows what came of it or why it could not be. */
async function recall(deps: Deps, { metadata, user }: { metadata: string; user: { id: string } }) {
  try {
    const campaignId = subjectOf(metadata)
    const actor = await actorOf(deps, user)
    return recalledModal(await recallCampaign(deps, { campaignId, actor, origin: 'slack' }))
  } catch (error) {
    return noticeModal('Recall', explain(error, deps.log))
  }
}
