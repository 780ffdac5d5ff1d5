import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { campaignCardMessage } from '../../src/bot/views/campaign-card.ts'
import { loadCard } from '../../src/db/card-queries.ts'
import { type ControlledCampaign, day, launched } from '../operations/campaign/control-rig.ts'
import { edit, extra, one, three, two } from '../operations/campaign/edit-rig.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { planOf } from '../support/plans.ts'
import { messageText } from '../views/seen.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(() => database.db.campaign.updateMany({ data: { status: 'cancelled' } }))

/** What the card says of how many were written to. */
async function reads({ id, rig }: ControlledCampaign): Promise<string | undefined> {
  const loaded = await loadCard(database.db, { campaignId: id, now: rig.deps.clock.now() })
  if (!loaded) throw new Error('There is no card')
  return /\*(.*) people written to\*/.exec(messageText(campaignCardMessage(loaded.card)))?.[1]
}

/** A sequence of two whose first mail went to all of its four people. */
async function afterTheFirst(): Promise<ControlledCampaign> {
  const campaign = await launched(database.db, planOf([one, two]), { people: 4 })
  await campaign.rig.send()
  expect(await reads(campaign)).toBe('4 of 4')
  return campaign
}

const suppressAll = async ({ id }: ControlledCampaign, but = 0) => {
  const people = await database.db.enrollment.findMany({
    where: { campaignId: id },
    orderBy: { id: 'asc' },
    include: { contact: true },
  })
  await database.db.suppression.createMany({
    data: people.slice(but).map(({ contact }) => ({
      channel: 'email',
      address: contact.email,
      reason: 'unsubscribed',
      source: 'test',
    })),
  })
}

describe('the people whom the card of a sequence counts as written to', () => {
  it.each([
    ['got another before it', [extra, one, two]],
    ['was replaced', [extra, two]],
    ['was taken out', [two, three]],
    ['went to another place', [two, one, three]],
  ])('are still all of them where the first mail %s', async (_, steps) => {
    const campaign = await afterTheFirst()
    await edit(campaign, steps)
    expect(await reads(campaign)).toBe('4 of 4')
  })

  it('are still all of them where they finish on the plan that they began with', async () => {
    const campaign = await afterTheFirst()
    await edit(campaign, [extra, three], { inFlight: 'finish' })
    expect(await reads(campaign)).toBe('4 of 4')
  })

  it('are each one person, however many mails they got', async () => {
    const campaign = await afterTheFirst()
    campaign.rig.pass(4 * day)
    await campaign.rig.send()
    expect(await reads(campaign)).toBe('4 of 4')
  })

  it('are still all of them where the second mail was left out', async () => {
    const campaign = await afterTheFirst()
    await suppressAll(campaign)
    campaign.rig.pass(4 * day)
    await campaign.rig.send()
    expect(await reads(campaign)).toBe('4 of 4')
  })

  it('are not those whose only mail was left out, nor those who have none yet', async () => {
    const campaign = await launched(database.db, planOf([one, two]), { people: 4 })
    expect(await reads(campaign)).toBe('0 of 4')
    await suppressAll(campaign, 3)
    await campaign.rig.send()
    expect(await reads(campaign)).toBe('3 of 4')
  })
})
