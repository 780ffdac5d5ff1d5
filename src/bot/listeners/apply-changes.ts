import type { App, BlockButtonAction, ViewSubmitAction } from '@slack/bolt'
import type { ModalView } from '@slack/types'
import { z } from 'zod'
import { checkEdit, ifMoved } from '../../operations/campaign/check-edit.ts'
import { editPlan } from '../../operations/campaign/edit-plan.ts'
import type { Deps } from '../../operations/deps.ts'
import { actorOf } from '../actor-of.ts'
import { explain } from '../explain.ts'
import { readButton, subjectOf } from '../forms/button-value.ts'
import { chosenIn } from '../forms/state.ts'
import { actions, applyBlocks, submissions } from '../ids.ts'
import { refreshSequence } from '../refresh-sequence.ts'
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
    const applied = apply(deps, { metadata: view.private_metadata, inFlight, user: body.user }).then(
      (sentence) => ({ sentence, failed: false }),
      (error: unknown) => ({ sentence: explain(error, deps.log), failed: true }),
    )
    const soon = await within(applied, patience)
    const sentence = soon?.sentence ?? 'Applying the changes… This takes a while for a large audience.'
    await ack({ response_action: 'update', view: noticeModal(title, sentence) })
    const done = await applied
    if (soon === null) {
      const late = noticeModal(title, done.sentence)
      await unless(['not_found'], () => client.views.update({ view_id: view.id, view: late }))
    }
    // Opened from the list of steps, it lies on top of that, where there is nothing left to apply.
    const { previous_view_id: viewId, private_metadata } = view
    if (viewId === null || done.failed) return
    const [campaignId] = readButton(metadata, private_metadata.split(':'))
    const actor = await actorOf(deps, body.user)
    await refreshSequence({ client, deps }, { campaignId, actor, viewId, rootViewId: null })
  })
}

async function changesModal(
  deps: Deps,
  { value, user }: { value: string | undefined; user: { id: string } },
): Promise<ModalView> {
  const campaignId = subjectOf(value)
  const actor = await actorOf(deps, user)
  const checked = await checkEdit(deps, { campaignId, plan: null, actor })
  return applyChangesModal({ ...checked, ifMoved: await ifMoved(deps, checked) })
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
