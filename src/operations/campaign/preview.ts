import { audienceContact } from '../../db/audience-queries.ts'
import { requirePermitted } from '../../db/permission-queries.ts'
import { readPlan } from '../../db/stored-plan.ts'
import type { MemberActor } from '../../domain/actor.ts'
import { type CampaignPreview, previewFor } from '../../domain/preview.ts'
import { Refusal } from '../../domain/refusal.ts'
import { firstVariant } from '../../domain/plan-defaults.ts'
import type { Deps } from '../deps.ts'

/** Whose eyes to see the first mail through (a contact of the audience, or anyone of it), and who wants to. */
export type PreviewRequest = { campaignId: string; contactId: string | null; actor: MemberActor }

/** The first mail of a campaign as one contact would get it. */
export async function previewCampaign(
  { db, templates }: Pick<Deps, 'db' | 'templates'>,
  { campaignId, contactId, actor }: PreviewRequest,
): Promise<{ name: string; preview: CampaignPreview }> {
  const campaign = await db.campaign.findUnique({ where: { id: campaignId }, include: { owner: true } })
  if (campaign === null) throw new Refusal('campaign-gone', 'This campaign is not there any more.')
  await requirePermitted(db, 'preview', { actor, owner: campaign.owner })
  const { name, senderName } = campaign
  const contact = await audienceContact(db, campaign.importId, contactId)
  const mail = firstVariant(readPlan(campaign.plan))
  if (mail === undefined) return { name, preview: { kind: 'nobody' } }
  const render = templates.prepare(await templates.compile(mail))
  return { name, preview: previewFor(contact, { render, senderName }) }
}
