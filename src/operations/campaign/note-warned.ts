import type { Deps } from '../deps.ts'

/**
 * Tells the owner of a campaign that is not running, in the thread of its card, that too many of its mails bounced or were
 * complained about, and what to do. Says nothing when somebody has gone on with it meanwhile.
 */
export async function noteWarned(
  { db, chat }: Pick<Deps, 'db' | 'chat'>,
  { campaignId }: { campaignId: string },
): Promise<void> {
  const campaign = await db.campaign.findUnique({ where: { id: campaignId }, include: { owner: true } })
  if (!campaign || campaign.warning === null) return
  const { cardTs, channelId, name, warning: reason, owner } = campaign
  // The card is posted by another job; without it there is no thread yet.
  if (cardTs === null) throw new Error('The card of this campaign is not posted yet')
  const note = { kind: 'campaign-warned', ownerSlackId: owner.slackUserId, name, reason } as const
  await chat.say({ channelId, ts: cardTs }, note)
}
