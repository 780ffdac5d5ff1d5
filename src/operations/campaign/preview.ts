import { audienceContact } from '../../db/audience-queries.ts'
import { type CampaignPreview, previewFor } from '../../domain/preview.ts'
import { Refusal } from '../../domain/refusal.ts'
import { readSequence } from '../../domain/sequence.ts'
import type { Deps } from '../deps.ts'

/** Whose eyes to see the first mail through: a contact of the audience, or anyone of it. */
export type PreviewRequest = { campaignId: string; contactId: string | null }

/** The first mail of a campaign as one contact would get it. */
export async function previewCampaign(
  { db, templates }: Pick<Deps, 'db' | 'templates'>,
  { campaignId, contactId }: PreviewRequest,
): Promise<{ name: string; preview: CampaignPreview }> {
  const campaign = await db.campaign.findUnique({ where: { id: campaignId } })
  if (campaign === null) throw new Refusal('campaign-gone', 'This campaign is not there any more.')
  const { name, senderName } = campaign
  const contact = await audienceContact(db, campaign.importId, contactId)
  const [step] = readSequence(campaign.sequence)
  if (step === undefined) return { name, preview: { kind: 'nobody' } }
  const render = templates.prepare(await templates.compile(step))
  return { name, preview: previewFor(contact, { render, senderName }) }
}
