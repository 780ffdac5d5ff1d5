import { countProblems } from '../../db/problem-queries.ts'
import type { Deps } from '../deps.ts'

/**
 * Tells the owner of a campaign, in the thread of its card, that mails wait for a decision. Says nothing when somebody has
 * decided meanwhile.
 */
export async function noteStuck(
  { db, chat }: Pick<Deps, 'db' | 'chat'>,
  { campaignId }: { campaignId: string },
): Promise<void> {
  const campaign = await db.campaign.findUnique({ where: { id: campaignId }, include: { owner: true } })
  if (campaign === null) return
  const { messages: stuck } = await countProblems(db, { kind: 'campaign', campaignId })
  if (stuck === 0) return
  const { cardTs, channelId, name, owner } = campaign
  // The card is posted by another job; without it there is no thread yet.
  if (cardTs === null) throw new Error('The card of this campaign is not posted yet')
  const note = { kind: 'mails-stuck', ownerSlackId: owner.slackUserId, campaignId, name, stuck } as const
  await chat.say({ channelId, ts: cardTs }, note)
}
