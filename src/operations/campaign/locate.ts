import { requireSight } from '../../domain/permission.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { CardPlace } from '../../ports/chat.ts'
import type { Deps } from '../deps.ts'

/**
 * Where a campaign's card belongs, and which message it is once it has been posted.
 * @throws Refusal for people who cannot see its channel, and when Slack does not say whether they can
 */
export async function locateCampaign(
  { db, chat }: Pick<Deps, 'db' | 'chat'>,
  { campaignId, slackUserId }: { campaignId: string; slackUserId: string },
): Promise<{ channelId: CardPlace['channelId']; cardTs: CardPlace['ts'] }> {
  const campaign = await db.campaign.findUnique({
    where: { id: campaignId },
    select: { channelId: true, cardTs: true },
  })
  if (campaign === null) throw new Refusal('campaign-gone', 'This campaign no longer exists.')
  requireSight(await chat.canSeeChannel(slackUserId, campaign.channelId).catch(() => null))
  return campaign
}
