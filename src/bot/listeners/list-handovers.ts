import type { App, BlockButtonAction } from '@slack/bolt'
import type { Deps } from '../../operations/deps.ts'
import { listHandovers } from '../../operations/handover/mine.ts'
import { answer, type Asked } from '../answer.ts'
import { actions } from '../ids.ts'
import { withLinks } from '../slack-permalinks.ts'
import { handoverListMessage } from '../views/handover-list.ts'

/** Lists leads behind the help's buttons. */
export function onListHandovers(app: App, deps: Deps): void {
  app.action<BlockButtonAction>(actions.listMyLeads, async ({ ack, body, client }) => {
    await ack()
    await answerHandoverList({ client, body, deps }, { slackUserId: body.user.id, which: 'mine' })
  })
  app.action<BlockButtonAction>(actions.listOpenLeads, async ({ ack, body, client }) => {
    await ack()
    await answerHandoverList({ client, body, deps }, { slackUserId: body.user.id, which: 'open' })
  })
}

/** Answers with the leads that a member holds, or with those that nobody holds. */
export async function answerHandoverList(
  asked: Asked,
  wanted: { slackUserId: string; which: 'mine' | 'open' },
): Promise<void> {
  const { handovers, elsewhere } = await listHandovers(asked.deps, wanted)
  const listed = { handovers: await withLinks(asked.client, handovers), elsewhere }
  await answer(asked, handoverListMessage(wanted.which, listed))
}
