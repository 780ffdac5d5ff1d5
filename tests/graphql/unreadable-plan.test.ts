import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { insertCampaign } from '../support/rows.ts'
import { type GraphqlWorld, startGraphql } from './client.ts'

let world: GraphqlWorld
beforeAll(async () => {
  world = await startGraphql()
})
afterAll(async () => {
  await world.stop()
})

describe('a plan that another release has written', () => {
  it('is null, and hides nothing of the other campaigns in the same answer', async () => {
    const { db } = world.database
    await insertCampaign(db, { name: 'Readable' })
    const lost = await insertCampaign(db, { name: 'Lost' })
    const plan = { of: 'another release' }
    await db.campaign.update({ where: { id: lost.id }, data: { plan } })
    await db.campaignVersion.updateMany({ where: { campaignId: lost.id }, data: { plan } })
    const version = {
      campaignId: lost.id,
      number: 2,
      plan,
      senderName: 'Mara',
      senderEmail: 'mara@example.com',
    }
    await db.campaignVersion.create({ data: version })
    const { body } = await world.ask(
      '{ campaigns { nodes { name plan { zone } currentVersion { number plan { zone } changes } } } }',
    )
    const readable = {
      name: 'Readable',
      plan: { zone: 'UTC' },
      currentVersion: { number: 1, plan: { zone: 'UTC' }, changes: [] },
    }
    const nothing = { name: 'Lost', plan: null, currentVersion: { number: 2, plan: null, changes: [] } }
    expect(body).toEqual({ data: { campaigns: { nodes: [nothing, readable] } } })
  })
})
