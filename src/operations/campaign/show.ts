import { audienceContact } from '../../db/audience-queries.ts'
import { campaignProgress } from '../../db/campaign-queries.ts'
import type { Tx } from '../../db/client.ts'
import { currentHold } from '../../db/hold-queries.ts'
import { readPlan } from '../../db/stored-plan.ts'
import { redrawAfterSeconds } from '../../domain/campaign.ts'
import { firstVariant } from '../../domain/plan-defaults.ts'
import { type CampaignPreview, previewFor } from '../../domain/preview.ts'
import type { CampaignCard, CardPlace } from '../../ports/chat.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

type ShowDeps = Pick<Deps, 'db' | 'chat' | 'queue' | 'clock' | 'templates'>

/**
 * Draws a campaign as its rows are now: its card, and the modal of whoever waits for its import. Run it as often as
 * you like.
 */
export async function showCampaign(deps: ShowDeps, { campaignId }: { campaignId: string }): Promise<void> {
  const { db, chat, queue } = deps
  const loaded = await loadCard(db, { campaignId, now: deps.clock.now() })
  if (!loaded) return
  const { card, place, reviewViewId } = loaded
  const at = await chat.showCampaign(card, place)
  // Saved before anything else can fail, or the next try would post another card. A card that was deleted is posted anew.
  if (at.ts !== place.ts) {
    await db.campaign.updateMany({
      where: { id: campaignId, cardTs: place.ts },
      data: { channelId: at.channelId, cardTs: at.ts },
    })
  }
  if (reviewViewId !== null && card.importStatus !== 'received') {
    await chat.showCampaignReview(reviewViewId, card, await firstPreview(deps, campaignId))
    await db.campaign.update({ where: { id: campaignId }, data: { reviewViewId: null } })
  }
  await db.$transaction(async (tx) => {
    // A card that says sending rests must not go on saying so when it no longer does.
    if (card.holdUntil !== null) {
      await queue.enqueue(tx, jobs.showCampaign, {
        payload: { campaignId },
        key: campaignId,
        afterSeconds: Math.max(5, redrawAfterSeconds(card.progress?.audience ?? 0)),
      })
    }
  })
}

async function firstPreview({ db, templates }: ShowDeps, campaignId: string): Promise<CampaignPreview> {
  const { plan, senderName, importId } = await db.campaign.findUniqueOrThrow({
    where: { id: campaignId },
  })
  const mail = firstVariant(readPlan(plan))
  if (mail === undefined) return { kind: 'nobody' }
  const render = templates.prepare(await templates.compile(mail))
  return previewFor(await audienceContact(db, importId, null), { render, senderName })
}

type Loaded = { card: CampaignCard; place: CardPlace; reviewViewId: string | null }

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
    ...holdLines(hold, campaign.statusReason),
    ownerSlackId: campaign.owner.slackUserId,
    sender: `${campaign.senderName} <${campaign.senderEmail}>`,
    subject: firstVariant(readPlan(campaign.plan))?.subject ?? '',
    salesChannelId: campaign.salesChannelId,
    fileName: campaign.import.fileName,
    importStatus: campaign.import.status,
    importCounts: { rowsRead, rowsAccepted, rowsRefused, rowsRepeated },
    progress,
    launchedAt: campaign.launchedAt,
  }
  return {
    card,
    place: { channelId: campaign.channelId, ts: campaign.cardTs },
    reviewViewId: campaign.reviewViewId,
  }
}

/** While sending rests, that is why the campaign stands still, whatever else was the reason before. */
function holdLines(
  hold: { until: Date; reason: string } | null,
  statusReason: string | null,
): Pick<CampaignCard, 'statusReason' | 'holdUntil'> {
  return hold ? { statusReason: hold.reason, holdUntil: hold.until } : { statusReason, holdUntil: null }
}
