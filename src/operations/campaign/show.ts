import { audienceContact } from '../../db/audience-queries.ts'
import { loadCard } from '../../db/card-queries.ts'
import { readablePlan } from '../../db/stored-plan.ts'
import { redrawAfterSeconds } from '../../domain/campaign.ts'
import { firstVariant } from '../../domain/plan-defaults.ts'
import { type CampaignPreview, previewFor } from '../../domain/preview.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

type ShowDeps = Pick<Deps, 'db' | 'chat' | 'queue' | 'clock' | 'templates'>

/**
 * Draws a campaign as its rows are now: its card, and the modal of whoever waits for its import. Run it as often as
 * you like.
 */
export async function showCampaign(deps: ShowDeps, { campaignId }: { campaignId: string }): Promise<void> {
  const { db, chat, queue } = deps
  const now = deps.clock.now()
  const loaded = await loadCard(db, { campaignId, now })
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
    // Of a plan that was changed meanwhile it is drawn once more.
    await db.campaign.updateMany({
      where: { id: campaignId, reviewViewId, planRevision: card.revision },
      data: { reviewViewId: null },
    })
  }
  // A card that says sending rests must not go on saying so when it no longer does.
  if (card.holdUntil === null) return
  await db.$transaction(async (tx) => {
    await queue.enqueue(tx, jobs.showCampaign, {
      payload: { campaignId },
      key: campaignId,
      afterSeconds: Math.max(5, redrawAfterSeconds(card.progress?.audience ?? 0)),
    })
  })
}

async function firstPreview({ db, templates }: ShowDeps, campaignId: string): Promise<CampaignPreview> {
  const { plan, senderName, importId } = await db.campaign.findUniqueOrThrow({
    where: { id: campaignId },
  })
  const readable = readablePlan(plan)
  const mail = readable && firstVariant(readable)
  if (!mail) return { kind: 'nobody' }
  const render = templates.prepare(await templates.compile(mail))
  return previewFor(await audienceContact(db, importId, null), { render, senderName })
}
