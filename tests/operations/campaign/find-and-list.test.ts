import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { findCampaign } from '../../../src/operations/campaign/find.ts'
import { listCampaigns } from '../../../src/operations/campaign/list.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { importRig, makeDraft, makeReadyDraft } from '../../support/drafts.ts'
import { textBytes } from '../../support/samples.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
beforeEach(async () => {
  await database.db.$executeRaw`TRUNCATE contact, import, campaign, member CASCADE`
})

const rigOf = () =>
  importRig(database.db, textBytes('email,first name,company\na@b.example,Ada,Acme\nc@d.example,Bob,B\n'))

describe('A campaign that is asked for by name', () => {
  it('is the one called so, upper or lower case, before those that contain it', async () => {
    const { campaignId } = await makeDraft(rigOf(), { name: 'Spring' })
    await makeDraft(rigOf(), { name: 'Spring launch' })
    expect(await findCampaign(database, { name: ' SPRING ' })).toBe(campaignId)
  })

  it('is the only one that contains it', async () => {
    const { campaignId } = await makeDraft(rigOf(), { name: 'Spring launch 50%' })
    await makeDraft(rigOf(), { name: 'Autumn' })
    expect(await findCampaign(database, { name: '50%' })).toBe(campaignId)
  })

  it.each([
    ['Winter', 'campaign-not-found', 'There is no campaign called “Winter”.'],
    ['%', 'campaign-not-found', 'There is no campaign called “%”.'],
    ['launch', 'campaign-ambiguous', '2 campaigns match “launch”: “Autumn launch”, “Spring launch”.'],
    [' ', 'campaign-not-named', 'Say which campaign'],
  ])('%j is refused: %s', async (name, code, sentence) => {
    await makeDraft(rigOf(), { name: 'Spring launch' })
    await makeDraft(rigOf(), { name: 'Autumn launch' })
    await expect(findCampaign(database, { name })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(sentence),
    })
  })
})

describe('The list of a member’s campaigns', () => {
  it('has the newest ten of theirs with the size of the audience', async () => {
    for (let number = 1; number <= 11; number += 1) await makeDraft(rigOf(), { name: `Draft ${number}` })
    const { campaignId } = await makeReadyDraft(rigOf(), { name: 'Ready' })
    const other = await database.db.member.create({ data: { slackUserId: 'U0TIM', name: 'Tim' } })
    const list = await listCampaigns(database, { slackUserId: 'U0MARA' })
    expect(list.map(({ name }) => name)).toEqual([
      'Ready',
      ...[11, 10, 9, 8, 7, 6, 5, 4, 3].map((n) => `Draft ${n}`),
    ])
    expect(list[0]).toEqual({
      id: campaignId,
      name: 'Ready',
      status: 'draft',
      audience: 2,
      channelId: 'C1',
      cardTs: null,
      createdAt: expect.any(Date),
    })
    expect(list[1]?.audience).toBe(0)
    expect(await listCampaigns(database, { slackUserId: other.slackUserId })).toEqual([])
  })
})
