import type { CampaignStatus } from '../../domain/campaign.ts'
import { countProblems } from '../../db/problem-queries.ts'
import { requireSight } from '../../domain/permission.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { CardPlace } from '../../ports/chat.ts'
import type { Deps } from '../deps.ts'

/** A campaign, and where its card is. */
export type CampaignPlace = {
  id: string
  status: CampaignStatus
  /** How many of its mails wait for a person to decide. */
  stuck: number
  channelId: CardPlace['channelId']
  cardTs: CardPlace['ts']
}

/**
 * Where a campaign's card belongs, and which message it is once it has been posted.
 * @throws Refusal for people who cannot see its channel, and when Slack does not say whether they can
 */
export async function locateCampaign(
  { db, chat }: Pick<Deps, 'db' | 'chat'>,
  { campaignId, slackUserId }: { campaignId: string; slackUserId: string },
): Promise<CampaignPlace> {
  const campaign = await db.campaign.findUnique({
    where: { id: campaignId },
    select: { id: true, status: true, channelId: true, cardTs: true },
  })
  if (campaign === null) throw new Refusal('campaign-gone', 'This campaign no longer exists.')
  requireSight(await chat.canSeeChannel(slackUserId, campaign.channelId).catch(() => null))
  const { messages: stuck } = await countProblems(db, { kind: 'campaign', campaignId })
  return { ...campaign, stuck }
}
