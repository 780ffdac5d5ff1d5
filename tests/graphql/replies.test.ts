import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { enroll, insertCampaign, insertContact } from '../support/rows.ts'
import { type GraphqlWorld, startGraphql } from './client.ts'

let world: GraphqlWorld
beforeAll(async () => {
  world = await startGraphql()
})
afterAll(async () => {
  await world.stop()
})

it('a reply is read with its assessment, and the handover that came of it with the reply', async () => {
  const { db } = world.database
  const campaign = await insertCampaign(db)
  const contact = await insertContact(db, { email: 'ada@example.com' })
  const ids = { campaignId: campaign.id, contactId: contact.id }
  const enrollment = await enroll(db, { campaign, contactId: contact.id })
  const message = await db.message.create({
    data: {
      ...ids,
      direction: 'inbound',
      purpose: 'sequence',
      state: 'received',
      address: 'ada@example.com',
    },
  })
  const reply = await db.reply.create({
    data: {
      ...ids,
      messageId: message.id,
      enrollmentId: enrollment.id,
      kind: 'human',
      matchedBy: 'mailbox-hash',
      text: 'Yes, please',
      receivedAt: new Date('2026-11-23T09:00:00Z'),
      assessment: {
        create: {
          intent: 'interested',
          sentiment: 'positive',
          score: 90,
          reasons: ['asks'],
          source: 'rules',
        },
      },
    },
  })
  await db.handover.create({
    data: {
      ...ids,
      enrollmentId: enrollment.id,
      replyId: reply.id,
      leadScore: 90,
      reasons: ['asks'],
      channelId: 'C2',
    },
  })
  const { body } = await world.ask(`{
    replies(kind: human) { nodes { text receivedAt assessment { intent score reasons model } message { state } } }
    handovers(status: open) { nodes { status leadScore claimedBy { name } contact { email attributes } reply { text } } }
  }`)
  expect(body).toEqual({
    data: {
      replies: {
        nodes: [
          {
            text: 'Yes, please',
            receivedAt: '2026-11-23T09:00:00.000Z',
            assessment: { intent: 'interested', score: 90, reasons: ['asks'], model: null },
            message: { state: 'received' },
          },
        ],
      },
      handovers: {
        nodes: [
          {
            status: 'open',
            leadScore: 90,
            claimedBy: null,
            contact: { email: 'ada@example.com', attributes: {} },
            reply: { text: 'Yes, please' },
          },
        ],
      },
    },
  })
})
