import type { App, BlockButtonAction } from '@slack/bolt'
import { sendTestCampaign } from '../../operations/campaign/send-test.ts'
import type { Deps } from '../../operations/deps.ts'
import { answer } from '../answer.ts'
import { actorOf } from '../actor-of.ts'
import { testOf } from '../forms/button-value.ts'
import { actions } from '../ids.ts'
import { testSentAnswer } from '../views/campaign-answers.ts'

/** Sends one mail of a campaign to whoever asks for it. */
export function onSendTest(app: App, deps: Deps): void {
  app.action<BlockButtonAction>(actions.sendTest, async ({ ack, action, body, client }) => {
    await ack()
    const { to } = await sendTestCampaign(deps, {
      ...testOf(action.value),
      actor: await actorOf(deps, body.user),
    })
    await answer({ client, body, deps }, testSentAnswer(to), 'success')
  })
}
