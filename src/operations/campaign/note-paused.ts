import type { Deps } from '../deps.ts'

/**
 * Says in the thread of a campaign's card that Baton has paused it, why, and to whom that falls. Says nothing when somebody
 * has gone on with it meanwhile.
 */
export async function notePaused(
  { db, chat }: Pick<Deps, 'db' | 'chat'>,
  { campaignId }: { campaignId: string },
): Promise<void> {
  const campaign = await db.campaign.findUnique({ where: { id: campaignId }, include: { owner: true } })
  if (campaign?.status !== 'paused' || campaign.statusReason === null) return
  const { cardTs, channelId, name, statusReason: reason, owner } = campaign
  // The card is posted by another job; without it there is no thread yet.
  if (cardTs === null) throw new Error('The card of this campaign is not posted yet')
  const note = { kind: 'campaign-paused', ownerSlackId: owner.slackUserId, name, reason } as const
  await chat.say({ channelId, ts: cardTs }, note)
}
