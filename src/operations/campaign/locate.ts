import { Refusal } from '../../domain/refusal.ts'
import type { CardPlace } from '../../ports/chat.ts'
import type { Deps } from '../deps.ts'

/** Where a campaign's card belongs, and which message it is once it has been posted. */
export async function locateCampaign(
  { db }: Pick<Deps, 'db'>,
  { campaignId }: { campaignId: string },
): Promise<{ channelId: CardPlace['channelId']; cardTs: CardPlace['ts'] }> {
  const campaign = await db.campaign.findUnique({
    where: { id: campaignId },
    select: { channelId: true, cardTs: true },
  })
  if (campaign === null) throw new Refusal('campaign-gone', 'This campaign no longer exists.')
  return campaign
}
