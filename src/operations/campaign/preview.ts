import { audienceContact } from '../../db/audience-queries.ts'
import { mergeValues } from '../../domain/merge-values.ts'
import { Refusal } from '../../domain/refusal.ts'
import { readSequence } from '../../domain/sequence.ts'
import type { CampaignPreview } from '../../ports/chat.ts'
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
  if (contact === null || step === undefined) return { name, preview: { kind: 'nobody' } }
  const render = templates.prepare(await templates.compile(step))
  // The link is made for a message, and a preview is none.
  const values = { ...mergeValues(contact), sender_name: senderName, unsubscribe_url: '#' }
  const mail = render(values)
  const whose = { contactId: contact.id, to: contact.email }
  if (mail.kind === 'missing') return { name, preview: { kind: 'missing', ...whose, fields: mail.fields } }
  return { name, preview: { kind: 'rendered', ...whose, subject: mail.subject, text: mail.text } }
}
