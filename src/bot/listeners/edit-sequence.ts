import type { App, BlockButtonAction } from '@slack/bolt'
import type { Deps } from '../../operations/deps.ts'
import { actorOf } from '../actor-of.ts'
import type { Asked } from '../answer.ts'
import { subjectOf } from '../forms/button-value.ts'
import { actions } from '../ids.ts'
import { loadSequence } from '../refresh-sequence.ts'
import { showModal } from '../show-modal.ts'

/** Opens the steps of a campaign, from its card or on top of its review. */
export function onEditSequence(app: App, deps: Deps): void {
  app.action<BlockButtonAction>(actions.editSequence, async ({ ack, action, body, client }) => {
    await ack()
    await openSequence({ client, body, deps }, { value: action.value, user: body.user })
  })
}

/** Opens them behind a button or a command. */
export async function openSequence(
  asked: Asked,
  { value, user }: { value: string | undefined; user: { id: string } },
): Promise<void> {
  const { deps } = asked
  const load = async () =>
    loadSequence(deps, { campaignId: subjectOf(value), actor: await actorOf(deps, user) })
  await showModal(asked, { title: 'Sequence', load })
}
