import type { App, BlockButtonAction, ViewSubmitAction } from '@slack/bolt'
import type { ModalView } from '@slack/types'
import { z } from 'zod'
import { checkEdit } from '../../operations/campaign/check-edit.ts'
import { editPlan } from '../../operations/campaign/edit-plan.ts'
import type { Deps } from '../../operations/deps.ts'
import { actorOf } from '../actor-of.ts'
import { explain } from '../explain.ts'
import { readButton, subjectOf } from '../forms/button-value.ts'
import { chosenIn } from '../forms/state.ts'
import { actions, applyBlocks, submissions } from '../ids.ts'
import { showModal } from '../show-modal.ts'
import { unless } from '../slack-errors.ts'
import { applyChangesModal } from '../views/apply-changes.ts'
import { appliedSentence } from '../views/campaign-answers.ts'
import { noticeModal } from '../views/notice.ts'
import { within } from '../within.ts'

const title = 'Apply changes'
/** Milliseconds: moving a large audience takes longer than Slack waits. */
const patience = 1600

/** Makes what was edited of a launched campaign its next version. */
export function onApplyChanges(app: App, deps: Deps): void {
  app.action<BlockButtonAction>(actions.applyChanges, async ({ ack, action, body, client }) => {
    await ack()
    const load = () => changesModal(deps, { value: action.value, user: body.user })
    await showModal({ client, body, deps }, { title, load })
  })
  app.view<ViewSubmitAction>(submissions.applyForm, async ({ ack, view, body, client }) => {
    const inFlight = chosenIn(view.state.values, applyBlocks.inFlight) === 'move' ? 'move' : 'finish'
    const applied = apply(deps, { metadata: view.private_metadata, inFlight, user: body.user }).catch(
      (error: unknown) => explain(error, deps.log),
    )
    const soon = await within(applied, patience)
    const sentence = soon ?? 'Applying the changes… This takes a while for a large audience.'
    await ack({ response_action: 'update', view: noticeModal(title, sentence) })
    if (soon !== null) return
    const late = noticeModal(title, await applied)
    await unless(['not_found'], () => client.views.update({ view_id: view.id, view: late }))
  })
}

async function changesModal(
  deps: Deps,
  { value, user }: { value: string | undefined; user: { id: string } },
): Promise<ModalView> {
  const campaignId = subjectOf(value)
  const actor = await actorOf(deps, user)
  return applyChangesModal({ campaignId, ...(await checkEdit(deps, { campaignId, plan: null, actor })) })
}

const metadata = z.tuple([z.uuid(), z.coerce.number().int()])

type Applying = { metadata: string; inFlight: 'finish' | 'move'; user: { id: string } }

/** Applies it, and says what came of it. */
async function apply(deps: Deps, { metadata: stored, inFlight, user }: Applying): Promise<string> {
  const [campaignId, revision] = readButton(metadata, stored.split(':'))
  const actor = await actorOf(deps, user)
  return appliedSentence(
    await editPlan(deps, { campaignId, plan: null, revision, inFlight, actor, origin: 'slack' }),
  )
}
