import type { App, BlockButtonAction } from '@slack/bolt'
import { listCampaigns } from '../../operations/campaign/list.ts'
import type { Deps } from '../../operations/deps.ts'
import { answer, type Asked } from '../answer.ts'
import { actions } from '../ids.ts'
import { withLinks } from '../slack-permalinks.ts'
import { campaignListMessage } from '../views/campaign-list.ts'

/** Lists somebody's campaigns behind the help's button. */
export function onListCampaigns(app: App, deps: Deps): void {
  app.action<BlockButtonAction>(actions.listCampaigns, async ({ ack, body, client }) => {
    await ack()
    await answerCampaignList({ client, body, deps }, body.user.id)
  })
}

/** Answers with the campaigns of a member, each with a link to its card. */
export async function answerCampaignList(asked: Asked, slackUserId: string): Promise<void> {
  const campaigns = await listCampaigns(asked.deps, { slackUserId })
  await answer(asked, campaignListMessage(await withLinks(asked.client, campaigns)))
}
