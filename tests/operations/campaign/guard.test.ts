import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { cancelCampaign } from '../../../src/operations/campaign/cancel.ts'
import { guardCampaign } from '../../../src/operations/campaign/guard.ts'
import { noteWarned } from '../../../src/operations/campaign/note-warned.ts'
import { pauseCampaign } from '../../../src/operations/campaign/pause.ts'
import { resumeCampaign } from '../../../src/operations/campaign/resume.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { fakeChat } from '../../support/fakes.ts'
import { type ControlledCampaign, hour, minute } from './control-rig.ts'
import { rowOf, sentTo, tell, times } from './guard-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(() => database.db.campaign.updateMany({ data: { status: 'cancelled' } }))

describe('a campaign whose mails bounce', () => {
  it('is paused, and says which number of how many', async () => {
    const campaign = await sentTo(database.db, 60)
    expect(await tell(campaign, [...times(57, 'Delivery'), ...times(3, 'HardBounce')])).toBe(1)
    const { status, statusReason } = await rowOf(campaign)
    expect(status).toBe('paused')
    expect(statusReason).toMatch(/3 of 60 mails bounced \(5 %\)/)
    const entry = await database.db.auditEntry.findFirst({
      where: { subjectId: campaign.id, action: 'paused' },
    })
    expect(entry?.detail).toEqual({ reason: statusReason })
    const told = { job: 'note-paused', payload: { campaignId: campaign.id } }
    expect(campaign.rig.recorded).toContainEqual(expect.objectContaining(told))
  })

  it('goes on when the bounces are soft, or fewer', async () => {
    const soft = await sentTo(database.db, 60)
    expect(await tell(soft, [...times(57, 'Delivery'), ...times(3, 'SoftBounce')])).toBe(0)
    const few = await sentTo(database.db, 60)
    expect(await tell(few, [...times(58, 'Delivery'), ...times(2, 'HardBounce')])).toBe(1)
    expect([(await rowOf(soft)).status, (await rowOf(few)).status]).toEqual(['running', 'running'])
  })

  it('is judged anew once a person has resumed it, by what is sent from then on', async () => {
    const campaign = await sentTo(database.db, 60)
    await tell(campaign, [...times(50, 'Delivery'), ...times(3, 'HardBounce')])
    expect((await rowOf(campaign)).status).toBe('paused')
    campaign.rig.pass(minute)
    await resumeCampaign(campaign.rig.deps, campaign.as)
    // The rest of what was sent before comes back as well.
    expect(await tell(campaign, times(60, 'HardBounce'))).toBe(0)
    expect((await rowOf(campaign)).status).toBe('running')
  })
})

it('a complaint is shown on the card while it is one, and a second stops the campaign', async () => {
  const campaign = await sentTo(database.db, 60)
  await tell(campaign, [...times(59, 'Delivery')])
  await tell(campaign, ['SpamComplaint'])
  const warned = await rowOf(campaign)
  expect(warned).toMatchObject({ status: 'running', statusReason: null })
  expect(warned.warning).toMatch(/1 of 59 people marked the mail as spam/)
  await tell(campaign, ['SpamComplaint', 'Delivery'], 58)
  const stopped = await rowOf(campaign)
  expect(stopped).toMatchObject({ status: 'paused', warning: null })
  expect(stopped.statusReason).toMatch(/2 of 60 people marked/)
  expect(notesOf(campaign)).toEqual(['note-paused'])
})

const notesOf = ({ rig }: ControlledCampaign) =>
  rig.recorded.map(({ job }) => job).filter((job) => job === 'note-warned' || job === 'note-paused')

/** A campaign that is not running any more when the bounces come. */
async function notRunning(how: 'completed' | 'cancelled' | 'paused') {
  const campaign = await sentTo(database.db, 60, how === 'completed' ? 1 : 2)
  if (how === 'cancelled') await cancelCampaign(campaign.rig.deps, campaign.as)
  if (how === 'paused') await pauseCampaign(campaign.rig.deps, campaign.as)
  expect((await rowOf(campaign)).status).toBe(how)
  return campaign
}

describe('a campaign that is not running when its mails bounce', () => {
  it.each(['completed', 'cancelled', 'paused'] as const)(
    'stays %s, says so on its card, and its owner is told',
    async (how) => {
      const campaign = await notRunning(how)
      await tell(campaign, [...times(57, 'Delivery'), ...times(2, 'HardBounce')])
      expect((await rowOf(campaign)).warning).toBeNull()
      await tell(campaign, times(1, 'HardBounce'), 59)
      const { status, statusReason, warning } = await rowOf(campaign)
      expect([status, statusReason]).toEqual([how, null])
      expect(warning).toMatch(/^3 of 60 mails bounced \(5 %\)/)
      expect(warning).toMatch(how === 'paused' ? /before you resume/ : /before you mail that list again/)
      expect(notesOf(campaign)).toEqual(['note-warned'])
      expect(campaign.rig.recorded.at(-1)).toMatchObject({ job: 'show-campaign', key: campaign.id })
    },
  )

  it('says the newest numbers on its card, and tells its owner no second time', async () => {
    const campaign = await notRunning('completed')
    await tell(campaign, [...times(57, 'Delivery'), ...times(3, 'HardBounce')])
    await tell(campaign, times(1, 'HardBounce'))
    expect((await rowOf(campaign)).warning).toMatch(/^4 of 60 mails bounced/)
    expect(notesOf(campaign)).toEqual(['note-warned'])
    const entries = { subjectId: campaign.id, action: 'warned' }
    expect(await database.db.auditEntry.count({ where: entries })).toBe(1)
  })

  it('tells nothing twice that it was paused for', async () => {
    const campaign = await sentTo(database.db, 60)
    await tell(campaign, [...times(57, 'Delivery'), ...times(3, 'HardBounce')])
    await tell(campaign, times(1, 'HardBounce'))
    expect(await rowOf(campaign)).toMatchObject({ status: 'paused', warning: null })
    await cancelCampaign(campaign.rig.deps, campaign.as)
    await tell(campaign, times(1, 'HardBounce'), 1)
    expect((await rowOf(campaign)).warning).toMatch(/^5 of 60 mails bounced/)
    expect(notesOf(campaign)).toEqual(['note-paused'])
  })

  it('is told of once for bounces and once for complaints, and says both', async () => {
    const campaign = await notRunning('completed')
    await tell(campaign, [...times(56, 'Delivery'), ...times(4, 'HardBounce')])
    await tell(campaign, times(3, 'SpamComplaint'))
    const { warning } = await rowOf(campaign)
    expect(warning).toMatch(/4 of 60 mails bounced \(6.67 %\).*3 of 56 people marked the mail as spam/)
    expect(notesOf(campaign)).toEqual(['note-warned', 'note-warned'])
    await tell(campaign, ['HardBounce'], 10)
    await tell(campaign, ['SpamComplaint'], 11)
    expect((await rowOf(campaign)).warning).toMatch(/5 of 60 mails bounced.*4 of 55 people/)
    expect(notesOf(campaign)).toHaveLength(2)
  })

  it('is told of complaints too when it was paused for bounces', async () => {
    const campaign = await sentTo(database.db, 60)
    await tell(campaign, [...times(57, 'Delivery'), ...times(3, 'HardBounce')])
    await tell(campaign, times(3, 'SpamComplaint'))
    const { status, warning } = await rowOf(campaign)
    expect(status).toBe('paused')
    expect(warning).toMatch(/3 of 57 people marked the mail as spam/)
    expect(notesOf(campaign)).toEqual(['note-paused', 'note-warned'])
  })

  it('is told of in the thread of its card, to its owner, until somebody has gone on with it', async () => {
    const campaign = await notRunning('paused')
    await tell(campaign, [...times(57, 'Delivery'), ...times(3, 'HardBounce')])
    const chat = fakeChat()
    const note = () => noteWarned({ db: database.db, chat }, { campaignId: campaign.id })
    await expect(note()).rejects.toThrow(/not posted yet/)
    await database.db.campaign.update({ where: { id: campaign.id }, data: { cardTs: '1.0' } })
    await note()
    await resumeCampaign(campaign.rig.deps, campaign.as)
    expect((await rowOf(campaign)).warning).toBeNull()
    await note()
    expect(chat.calls.map(({ args }) => args)).toMatchObject([
      [
        { channelId: 'C1', ts: '1.0' },
        { kind: 'campaign-warned', reason: expect.stringMatching(/^3 of 60 mails bounced/) },
      ],
    ])
  })
})

describe('where Postmark reports no deliveries', () => {
  const complained = (campaign: ControlledCampaign) => tell(campaign, times(2, 'SpamComplaint'))
  const guardsWaiting = ({ rig }: ControlledCampaign) =>
    rig.recorded.filter(({ job }) => job === 'guard-campaign').length

  it('a campaign is judged by what was sent, once they would have come long ago', async () => {
    const campaign = await sentTo(database.db, 60)
    await complained(campaign)
    expect((await rowOf(campaign)).status).toBe('running')
    // Nothing else need happen: it is looked at again.
    expect(guardsWaiting(campaign)).toBe(2)
    campaign.rig.pass(6 * hour)
    await guardCampaign(campaign.rig.deps, { campaignId: campaign.id })
    expect(guardsWaiting(campaign)).toBe(2)
    const { status, statusReason } = await rowOf(campaign)
    expect(status).toBe('paused')
    expect(statusReason).toMatch(/2 of 60 people marked the mail as spam/)
  })

  it('a finished one too', async () => {
    const campaign = await notRunning('completed')
    campaign.rig.pass(6 * hour)
    await complained(campaign)
    expect((await rowOf(campaign)).warning).toMatch(/^2 of 60 people marked the mail as spam/)
    expect(notesOf(campaign)).toEqual(['note-warned'])
  })

  it('bounces count among all that was sent, and not only among themselves', async () => {
    const campaign = await sentTo(database.db, 200)
    campaign.rig.pass(6 * hour)
    await tell(campaign, times(3, 'HardBounce'))
    expect(await rowOf(campaign)).toMatchObject({ status: 'running', warning: null })
    await tell(campaign, times(1, 'HardBounce'), 3)
    expect((await rowOf(campaign)).statusReason).toMatch(/4 of 200 mails bounced \(2 %\)/)
  })

  it('mails of before a person resumed the campaign do not count', async () => {
    const campaign = await sentTo(database.db, 60)
    await pauseCampaign(campaign.rig.deps, campaign.as)
    campaign.rig.pass(6 * hour)
    await resumeCampaign(campaign.rig.deps, campaign.as)
    expect(await complained(campaign)).toBe(0)
    await guardCampaign(campaign.rig.deps, { campaignId: campaign.id })
    expect(await rowOf(campaign)).toMatchObject({ status: 'running', warning: null })
  })
})
