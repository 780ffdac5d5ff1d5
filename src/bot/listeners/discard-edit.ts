import type { App, BlockButtonAction } from '@slack/bolt'
import { discardEdit } from '../../operations/campaign/discard-edit.ts'
import type { Deps } from '../../operations/deps.ts'
import { actorOf } from '../actor-of.ts'
import { answer } from '../answer.ts'
import { subjectOf } from '../forms/button-value.ts'
import { actions } from '../ids.ts'
import { loadSequence } from '../refresh-sequence.ts'
import { unless } from '../slack-errors.ts'
import { editDiscardedAnswer } from '../views/campaign-answers.ts'
import { toldModal } from '../views/notice.ts'

/** Throws away what was edited of a launched campaign, from its card or in its list of steps, which is drawn again. */
export function onDiscardEdit(app: App, deps: Deps): void {
  app.action<BlockButtonAction>(actions.discardEdit, async ({ ack, action, body, client }) => {
    await ack()
    const campaignId = subjectOf(action.value)
    const actor = await actorOf(deps, body.user)
    const { changes } = await discardEdit(deps, { campaignId, actor, origin: 'slack' })
    const message = editDiscardedAnswer(changes)
    if (body.view?.type !== 'modal') return answer({ client, body, deps }, message)
    const list = await loadSequence(deps, { campaignId, actor })
    const view = toldModal(list, message.text, 'success')
    return unless(['not_found'], () => client.views.update({ view_id: body.view?.id ?? '', view }))
  })
}
