import type { App, BlockButtonAction } from '@slack/bolt'
import { pauseCampaign } from '../../operations/campaign/pause.ts'
import type { Deps } from '../../operations/deps.ts'
import { answer } from '../answer.ts'
import { actorOf } from '../actor-of.ts'
import { subjectOf } from '../forms/button-value.ts'
import { actions } from '../ids.ts'
import { movedAnswer } from '../views/campaign-answers.ts'

/** Pauses a running campaign. */
export function onPauseCampaign(app: App, deps: Deps): void {
  app.action<BlockButtonAction>(actions.pauseCampaign, async ({ ack, action, body, client }) => {
    await ack()
    const campaignId = subjectOf(action.value)
    const actor = await actorOf(deps, body.user)
    const { status } = await pauseCampaign(deps, { campaignId, actor, origin: 'slack' })
    await answer({ client, body, deps }, movedAnswer(status))
  })
}
