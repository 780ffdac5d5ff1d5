import type { App, BlockButtonAction } from '@slack/bolt'
import { releaseLate } from '../../operations/campaign/release-late.ts'
import type { Deps } from '../../operations/deps.ts'
import { actorOf } from '../actor-of.ts'
import { answer } from '../answer.ts'
import { subjectOf } from '../forms/button-value.ts'
import { actions } from '../ids.ts'
import { releasedAnswer } from '../views/campaign-answers.ts'

/** Has the mails that were too late sent after all, or left out. */
export function onReleaseLate(app: App, deps: Deps): void {
  const choices = [
    [actions.sendLate, 'send'],
    [actions.skipLate, 'skip'],
  ] as const
  for (const [actionId, what] of choices) {
    app.action<BlockButtonAction>(actionId, async ({ ack, action, body, client }) => {
      await ack()
      const campaignId = subjectOf(action.value)
      const actor = await actorOf(deps, body.user)
      const released = await releaseLate(deps, { campaignId, what, actor, origin: 'slack' })
      await answer({ client, body, deps }, releasedAnswer(released))
    })
  }
}
