import type { App, BlockButtonAction } from '@slack/bolt'
import type { Deps } from '../../operations/deps.ts'
import { actorOf } from '../actor-of.ts'
import { subjectOf } from '../forms/button-value.ts'
import { actions } from '../ids.ts'
import { loadSequence } from '../refresh-sequence.ts'
import { showModal } from '../show-modal.ts'

/** Opens the steps of a campaign, from its card or on top of its review. */
export function onEditSequence(app: App, deps: Deps): void {
  app.action<BlockButtonAction>(actions.editSequence, async ({ ack, action, body, client }) => {
    await ack()
    await showModal(
      { client, body, deps },
      {
        title: 'Sequence',
        load: async () => {
          const campaignId = subjectOf(action.value)
          return loadSequence(deps, { campaignId, actor: await actorOf(deps, body.user) })
        },
      },
    )
  })
}
