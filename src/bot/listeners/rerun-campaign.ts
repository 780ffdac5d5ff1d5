import type { App, BlockButtonAction } from '@slack/bolt'
import { rerunCampaign } from '../../operations/campaign/rerun.ts'
import type { Deps } from '../../operations/deps.ts'
import { answer } from '../answer.ts'
import { actorOf } from '../actor-of.ts'
import { subjectOf } from '../forms/button-value.ts'
import { actions } from '../ids.ts'
import { rerunAnswer } from '../views/campaign-answers.ts'

/** Makes a draft of a campaign that is over, to run it again. */
export function onRerunCampaign(app: App, deps: Deps): void {
  app.action<BlockButtonAction>(actions.rerunCampaign, async ({ ack, action, body, client }) => {
    await ack()
    const campaignId = subjectOf(action.value)
    const actor = await actorOf(deps, body.user)
    const draft = await rerunCampaign(deps, { campaignId, actor, origin: 'slack' })
    await answer({ client, body, deps }, rerunAnswer(draft))
  })
}
