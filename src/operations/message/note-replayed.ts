import type { Deps } from '../deps.ts'

/** Tells whoever had all mails of a campaign tried again what came of it, in the thread of its card. */
export async function noteReplayed(
  { db, chat }: Pick<Deps, 'db' | 'chat'>,
  { replayId }: { replayId: string },
): Promise<void> {
  const replay = await db.replay.findUnique({ where: { id: replayId }, include: { campaign: true } })
  if (replay === null || replay.waiting === null) return
  const { slackUserId, inLine, wasSent, waiting, campaignId, campaign } = replay
  const { cardTs, channelId, name } = campaign
  // The card is posted by another job; without it there is no thread yet.
  if (cardTs === null) throw new Error('The card of this campaign is not posted yet')
  const counts = { inLine, wasSent, waiting }
  await chat.say(
    { channelId, ts: cardTs },
    { kind: 'mails-replayed', slackUserId, campaignId, name, ...counts },
  )
}
