import { countLate } from '../../db/late-queries.ts'
import { campaignCan } from '../../domain/campaign.ts'
import { mayTellAgain } from '../../domain/late.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

/**
 * Tells the owner of a campaign, in the thread of its card, that people are too late to be written to by themselves. While
 * nobody decides about them it is said again only when they have become more, and not before some hours have passed. Says
 * nothing when somebody has decided meanwhile.
 */
export async function noteLate(
  { db, chat, queue, clock }: Pick<Deps, 'db' | 'chat' | 'queue' | 'clock'>,
  { campaignId }: { campaignId: string },
): Promise<void> {
  const campaign = await db.campaign.findUnique({ where: { id: campaignId }, include: { owner: true } })
  if (campaign === null || !campaignCan('release', campaign.status)) return
  const late = await countLate(db, { kind: 'campaign', campaignId })
  if (late === 0) return
  const now = clock.now()
  const { cardTs, channelId, name, owner, lateToldAt } = campaign
  const again = mayTellAgain(lateToldAt)
  if (again !== null && again > now) {
    const afterSeconds = Math.ceil((again.getTime() - now.getTime()) / 1000)
    await db.$transaction((tx) =>
      queue.enqueue(tx, jobs.noteLate, { payload: { campaignId }, key: campaignId, afterSeconds }),
    )
    return
  }
  // The card is posted by another job; without it there is no thread yet.
  if (cardTs === null) throw new Error('The card of this campaign is not posted yet')
  await chat.say(
    { channelId, ts: cardTs },
    { kind: 'mails-late', ownerSlackId: owner.slackUserId, name, late },
  )
  await db.campaign.update({ where: { id: campaignId }, data: { lateToldAt: now } })
}
