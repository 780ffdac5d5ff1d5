import type { App, BlockButtonAction } from '@slack/bolt'
import { sendTestCampaign } from '../../operations/campaign/send-test.ts'
import type { Deps } from '../../operations/deps.ts'
import { answer } from '../answer.ts'
import { actorOf } from '../actor-of.ts'
import { previewSubjectOf } from '../forms/preview-subject.ts'
import { actions } from '../ids.ts'
import { testSentAnswer } from '../views/campaign-answers.ts'

/** Sends one mail of a campaign to whoever asks for it: the one that they look at, or the first. */
export function onSendTest(app: App, deps: Deps): void {
  app.action<BlockButtonAction>(actions.sendTest, async ({ ack, action, body, client }) => {
    await ack()
    const { to } = await sendTestCampaign(deps, {
      ...previewSubjectOf(action.value),
      actor: await actorOf(deps, body.user),
    })
    await answer({ client, body, deps }, testSentAnswer(to), 'success')
  })
}
