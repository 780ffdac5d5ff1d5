import type { App, BlockButtonAction } from '@slack/bolt'
import { cancelCampaign } from '../../operations/campaign/cancel.ts'
import type { Deps } from '../../operations/deps.ts'
import { answer } from '../answer.ts'
import { actorOf } from '../actor-of.ts'
import { subjectOf } from '../forms/button-value.ts'
import { actions } from '../ids.ts'
import { movedAnswer } from '../views/campaign-answers.ts'

/** Ends a campaign for good. */
export function onCancelCampaign(app: App, deps: Deps): void {
  app.action<BlockButtonAction>(actions.cancelCampaign, async ({ ack, action, body, client }) => {
    await ack()
    const campaignId = subjectOf(action.value)
    const actor = await actorOf(deps, body.user)
    const { status } = await cancelCampaign(deps, { campaignId, actor, origin: 'slack' })
    await answer({ client, body, deps }, movedAnswer(status))
  })
}
