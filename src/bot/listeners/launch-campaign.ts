import type { App, BlockButtonAction } from '@slack/bolt'
import { launchCampaign } from '../../operations/campaign/launch.ts'
import type { Deps } from '../../operations/deps.ts'
import { conclude } from '../answer.ts'
import { actorOf } from '../actor-of.ts'
import { launchOf } from '../forms/launch-subject.ts'
import { actions } from '../ids.ts'
import { launchedAnswer } from '../views/campaign-answers.ts'

/** Launches a campaign from its card, its review or the Home tab. */
export function onLaunchCampaign(app: App, deps: Deps): void {
  app.action<BlockButtonAction>(actions.launchCampaign, async ({ ack, action, body, client }) => {
    await ack()
    const subject = launchOf(action.value)
    const actor = await actorOf(deps, body.user)
    const launched = await launchCampaign(deps, { ...subject, actor, origin: 'slack' })
    await conclude({ client, body, deps }, 'Launched', launchedAnswer(launched))
  })
}
