import { campaignProgress } from '../../db/campaign-queries.ts'
import type { Tx } from '../../db/client.ts'
import { currentHold } from '../../db/hold-queries.ts'
import { readSequence } from '../../domain/sequence.ts'
import type { CampaignCard } from '../../ports/chat.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

/** Draws a campaign's card as its rows are now: run it as often as you like. Keeps on while the campaign moves. */
export async function showCampaign(
  { db, chat, queue, clock }: Pick<Deps, 'db' | 'chat' | 'queue' | 'clock'>,
  { campaignId }: { campaignId: string },
): Promise<void> {
  const loaded = await loadCard(db, { campaignId, now: clock.now() })
  if (!loaded) return
  const { card, place } = loaded
  const at = await chat.showCampaign(card, place)
  await db.$transaction(async (tx) => {
    if (place.ts === null) await tx.campaign.update({ where: { id: campaignId }, data: { cardTs: at.ts } })
    // A card that says sending rests must not go on saying so when it no longer does.
    if (card.holdUntil !== null) {
      await queue.enqueue(tx, jobs.showCampaign, {
        payload: { campaignId },
        key: campaignId,
        afterSeconds: 5,
      })
    }
  })
}

type Loaded = { card: CampaignCard; place: { channelId: string; ts: string | null } }

async function loadCard(
  db: Tx,
  { campaignId, now }: { campaignId: string; now: Date },
): Promise<Loaded | null> {
  const campaign = await db.campaign.findUnique({
    where: { id: campaignId },
    include: { import: true, owner: true },
  })
  if (!campaign) return null
  const launched = campaign.launchedAt !== null
  const progress = launched ? ((await campaignProgress(db, [campaignId])).get(campaignId) ?? null) : null
  const hold = campaign.status === 'running' ? await currentHold(db, now) : null
  const { rowsRead, rowsAccepted, rowsRefused, rowsRepeated } = campaign.import
  const card: CampaignCard = {
    id: campaign.id,
    name: campaign.name,
    status: campaign.status,
    statusReason: hold?.reason ?? campaign.statusReason,
    holdUntil: hold?.until ?? null,
    ownerSlackId: campaign.owner.slackUserId,
    sender: `${campaign.senderName} <${campaign.senderEmail}>`,
    subject: readSequence(campaign.sequence)[0]?.subject ?? '',
    salesChannelId: campaign.salesChannelId,
    fileName: campaign.import.fileName,
    importStatus: campaign.import.status,
    importCounts: { rowsRead, rowsAccepted, rowsRefused, rowsRepeated },
    progress,
    launchedAt: campaign.launchedAt,
  }
  return { card, place: { channelId: campaign.channelId, ts: campaign.cardTs } }
}
