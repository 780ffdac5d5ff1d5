import { audienceContact } from '../../db/audience-queries.ts'
import { pendingChanges } from '../../db/edit-queries.ts'
import { requirePermitted } from '../../db/permission-queries.ts'
import { requirePlan } from '../../db/stored-plan.ts'
import type { MemberActor } from '../../domain/actor.ts'
import { mailAt, type MailChoice, type MailRef, mailsOf } from '../../domain/plan-mail.ts'
import { type CampaignPreview, previewFor } from '../../domain/preview.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Deps } from '../deps.ts'

/** Whose eyes to see which mail through (a contact of the audience or anyone of it; the first mail), and who wants to. */
export type PreviewRequest = {
  campaignId: string
  contactId: string | null
  mail: MailRef | null
  actor: MemberActor
}

/**
 * A mail of a campaign as one contact would get it, and all that there are. Of a launched campaign: as it is drafted now;
 * `pending` where that is not what goes out yet.
 */
export async function previewCampaign(
  { db, templates }: Pick<Deps, 'db' | 'templates'>,
  { campaignId, contactId, mail: ref, actor }: PreviewRequest,
): Promise<{ name: string; pending: boolean; mails: MailChoice[]; preview: CampaignPreview }> {
  const campaign = await db.campaign.findUnique({ where: { id: campaignId }, include: { owner: true } })
  if (campaign === null) throw new Refusal('campaign-gone', 'This campaign is not there any more.')
  await requirePermitted(db, 'preview', { actor, owner: campaign.owner })
  const { name, senderName } = campaign
  const contact = await audienceContact(db, campaign.importId, contactId)
  const plan = requirePlan(campaign.plan)
  const mail = mailAt(plan, ref)
  if (mail === undefined) throw new Refusal('mail-gone', 'This mail was taken out of the sequence meanwhile.')
  const render = templates.prepare(await templates.compile(mail))
  const pending = (await pendingChanges(db, campaignId)).length > 0
  return { name, pending, mails: mailsOf(plan), preview: previewFor(contact, { render, senderName }) }
}
