import type { App, BlockButtonAction } from '@slack/bolt'
import type { Deps } from '../../operations/deps.ts'
import { closeHandover } from '../../operations/handover/close.ts'
import { answer } from '../answer.ts'
import { actorOf } from '../actor-of.ts'
import { subjectOf } from '../forms/button-value.ts'
import { actions } from '../ids.ts'
import { closeAnswer } from '../views/handover-answers.ts'

/** Closes a lead as won or lost. */
export function onCloseHandover(app: App, deps: Deps): void {
  const results = [
    [actions.winHandover, 'won'],
    [actions.loseHandover, 'lost'],
  ] as const
  for (const [actionId, result] of results) {
    app.action<BlockButtonAction>(actionId, async ({ ack, action, body, client }) => {
      await ack()
      const handoverId = subjectOf(action.value)
      await closeHandover(deps, { handoverId, actor: await actorOf(deps, body.user), result })
      await answer({ client, body, deps }, closeAnswer(result))
    })
  }
}
