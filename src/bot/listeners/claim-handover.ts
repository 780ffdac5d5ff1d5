import type { App, BlockButtonAction } from '@slack/bolt'
import type { Deps } from '../../operations/deps.ts'
import { claimHandover } from '../../operations/handover/claim.ts'
import { answer } from '../answer.ts'
import { actorOf } from '../actor-of.ts'
import { subjectOf } from '../forms/button-value.ts'
import { actions } from '../ids.ts'
import { claimAnswer } from '../views/handover-answers.ts'

/** Gives a lead to whoever presses first; everybody else reads who that was. */
export function onClaimHandover(app: App, deps: Deps): void {
  app.action<BlockButtonAction>(actions.claimHandover, async ({ ack, action, body, client }) => {
    await ack()
    const handoverId = subjectOf(action.value)
    const decision = await claimHandover(deps, { handoverId, actor: await actorOf(deps, body.user) })
    await answer({ client, body, deps }, claimAnswer(decision, deps.clock.now()))
  })
}
