import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { findCampaign, type FoundCampaign } from '../../../src/operations/campaign/find.ts'
import { listCampaigns } from '../../../src/operations/campaign/list.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { fakeChat } from '../../support/fakes.ts'
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

/** Finds as somebody who can read the channels named, and whom Slack may call an admin. */
const findAs = (slackUserId: string, { reads = [] as (string | null)[], slackAdmin = false } = {}) => {
  const chat = fakeChat()
  chat.canSeeChannel = (_, channelId) =>
    reads.includes(null)
      ? Promise.reject(new Error('Slack is away'))
      : Promise.resolve(reads.includes(channelId))
  const actor = { kind: 'member' as const, slackUserId, name: slackUserId, slackAdmin }
  return (name: string) => findCampaign({ db: database.db, chat }, { name, actor })
}

const namesIn = (found: FoundCampaign) =>
  found.kind === 'one' ? found.campaignId : found.campaigns.map(({ name }) => name)

describe('A campaign that is asked for by name', () => {
  const find = (name: string) => findAs('U0MARA')(name)

  it('is the one called so, upper or lower case, before those that contain it', async () => {
    const { campaignId } = await makeDraft(rigOf(), { name: 'Spring' })
    await makeDraft(rigOf(), { name: 'Spring launch' })
    expect(await find(' SPRING ')).toEqual({ kind: 'one', campaignId })
  })

  it('is the only one that contains it', async () => {
    const { campaignId } = await makeDraft(rigOf(), { name: 'Spring launch 50%' })
    await makeDraft(rigOf(), { name: 'Autumn' })
    expect(await find('50%')).toEqual({ kind: 'one', campaignId })
  })

  it('is called exactly that when its name has signs that mean something to a database', async () => {
    const { campaignId } = await makeDraft(rigOf(), { name: '50%_\\' })
    await makeDraft(rigOf(), { name: '50 and 50%_\\ more' })
    expect(await find('50%_\\')).toEqual({ kind: 'one', campaignId })
  })

  it.each([
    ['Winter', 'campaign-not-found', 'There is no campaign called “Winter”.'],
    ['%', 'campaign-not-found', 'There is no campaign called “%”.'],
    [' ', 'campaign-not-named', 'Say which campaign'],
  ])('%j is refused: %s', async (name, code, sentence) => {
    await makeDraft(rigOf(), { name: 'Spring launch' })
    await expect(find(name)).rejects.toMatchObject({ code, message: expect.stringContaining(sentence) })
  })

  it('is to be chosen from the newest ten where it could be several, each with what tells it apart', async () => {
    for (let number = 1; number <= 11; number += 1) await makeDraft(rigOf(), { name: 'Launch' })
    const { campaignId } = await makeReadyDraft(rigOf(), { name: 'Launch' })
    const found = await find('launch')
    expect(found).toMatchObject({ kind: 'several', total: 12 })
    expect(namesIn(found)).toHaveLength(10)
    expect(found.kind === 'several' && found.campaigns[0]).toEqual({
      id: campaignId,
      name: 'Launch',
      status: 'draft',
      waiting: 2,
      channelId: 'C1',
      cardTs: null,
      createdAt: expect.any(Date),
    })
  })
})

describe('Somebody who asks for a campaign by name', () => {
  beforeEach(async () => {
    await makeDraft(rigOf(), { name: 'Spring open', channelId: 'C0OPEN' })
    await makeDraft(rigOf(), { name: 'Spring board', channelId: 'C0BOARD' })
    await makeDraft(rigOf(), { name: 'Spring board two', channelId: 'C0BOARD' })
  })

  it('finds the one whose channel they can read, as if there were no others', async () => {
    expect((await findAs('U0TIM', { reads: ['C0OPEN'] })('spring')).kind).toBe('one')
  })

  it('learns nothing of those whose channel they cannot read', async () => {
    await expect(findAs('U0TIM', { reads: ['C0OPEN'] })('Spring board')).rejects.toMatchObject({
      code: 'campaign-not-found',
    })
  })

  it('finds all where they can read all, where all are their own, and as an admin', async () => {
    const all = ['Spring board two', 'Spring board', 'Spring open']
    expect(namesIn(await findAs('U0TIM', { reads: ['C0OPEN', 'C0BOARD'] })('spring'))).toEqual(all)
    expect(namesIn(await findAs('U0MARA')('spring'))).toEqual(all)
    expect(namesIn(await findAs('U0INES', { slackAdmin: true })('spring'))).toEqual(all)
  })

  it('is asked to try again when Slack does not say what they can read', async () => {
    await expect(findAs('U0TIM', { reads: [null] })('spring')).rejects.toMatchObject({
      code: 'channel-unknown',
    })
    expect(namesIn(await findAs('U0MARA', { reads: [null] })('spring'))).toHaveLength(3)
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
      waiting: 2,
      channelId: 'C1',
      cardTs: null,
      createdAt: expect.any(Date),
    })
    expect(list[1]?.audience).toBe(0)
    expect(await listCampaigns(database, { slackUserId: other.slackUserId })).toEqual([])
  })
})
