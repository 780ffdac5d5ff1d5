import type { App, BlockButtonAction } from '@slack/bolt'
import { savePlan } from '../../operations/campaign/save-plan.ts'
import type { Deps } from '../../operations/deps.ts'
import { actorOf } from '../actor-of.ts'
import { answer } from '../answer.ts'
import { stepRefOf } from '../forms/plan-subject.ts'
import { actions } from '../ids.ts'
import { refreshSequence } from '../refresh-sequence.ts'

/** Moves a step up or takes it out, in the list of steps. */
export function onArrangeSteps(app: App, deps: Deps): void {
  const kinds = [
    [actions.raiseStep, 'raise-step'],
    [actions.removeStep, 'remove-step'],
  ] as const
  for (const [actionId, kind] of kinds) {
    app.action<BlockButtonAction>(actionId, async ({ ack, action, body, client }) => {
      await ack()
      const { campaignId, stepKey } = stepRefOf(action.value)
      const actor = await actorOf(deps, body.user)
      const saved = await savePlan(deps, {
        campaignId,
        change: { kind, key: stepKey },
        actor,
        origin: 'slack',
      })
      if (saved.kind === 'problems') {
        const text = saved.problems.map(({ sentence }) => sentence).join(' ')
        return answer({ client, body, deps }, { text })
      }
      const { view } = body
      if (view === undefined) return undefined
      const open = { campaignId, actor, viewId: view.id, rootViewId: view.root_view_id }
      return refreshSequence({ client, deps }, open)
    })
  }
}
