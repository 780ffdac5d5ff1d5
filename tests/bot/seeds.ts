import type { Deps } from '../../src/operations/deps.ts'
import type { HandoverCard } from '../../src/ports/chat.ts'
import { enroll, insertCampaign, insertContact, insertMessage } from '../support/rows.ts'
import type { DoorRig } from './door-rig.ts'

/** An open lead with its card in #sales. */
export async function seedLead({ deps, chat }: DoorRig): Promise<{ id: string; ts: string }> {
  const { db } = deps
  const campaign = await insertCampaign(db, { salesChannelId: 'C0SALES' })
  const contact = await insertContact(db)
  const enrollment = await enroll(db, { campaign, contactId: contact.id })
  const message = await insertMessage(db, { enrollment, state: 'received' })
  const reply = await db.reply.create({
    data: {
      messageId: message.id,
      enrollmentId: enrollment.id,
      campaignId: campaign.id,
      contactId: contact.id,
      kind: 'human',
      matchedBy: 'mailbox-hash',
      text: 'What does it cost?',
      receivedAt: new Date(),
    },
  })
  const { id } = await db.handover.create({
    data: {
      contactId: contact.id,
      campaignId: campaign.id,
      enrollmentId: enrollment.id,
      replyId: reply.id,
      leadScore: 85,
      reasons: ['Asks for a price'],
      channelId: 'C0SALES',
    },
  })
  const { ts } = await chat.showHandover(await leadCard(deps, id), { channelId: 'C0SALES', ts: null })
  await db.handover.update({ where: { id }, data: { cardTs: ts } })
  return { id, ts }
}

/** Draws the card of a lead again, as the job does. */
export async function redraw({ deps, chat }: DoorRig, id: string, ts: string) {
  const card = await leadCard(deps, id)
  await chat.showHandover(card, { channelId: 'C0SALES', ts })
  return { card }
}

async function leadCard({ db }: Deps, id: string): Promise<HandoverCard> {
  const handover = await db.handover.findUniqueOrThrow({
    where: { id },
    include: { contact: true, claimedBy: true },
  })
  const { status, leadScore, reasons, createdAt, claimedBy, claimedAt } = handover
  const { email, company, jobTitle, phone, country } = handover.contact
  return {
    id,
    status,
    leadScore,
    reasons,
    createdAt,
    campaignName: 'Spring launch',
    contact: { name: 'Ada', email, company, jobTitle, phone, country },
    reply: 'What does it cost?',
    repliedFrom: null,
    claimedBy: claimedBy && claimedAt && { slackUserId: claimedBy.slackUserId, at: claimedAt },
    closedAt: null,
  }
}
