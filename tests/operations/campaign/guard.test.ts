import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { readPostmarkEvent } from '../../../src/adapters/postmark-events.ts'
import { cancelCampaign } from '../../../src/operations/campaign/cancel.ts'
import { guardCampaign } from '../../../src/operations/campaign/guard.ts'
import { noteWarned } from '../../../src/operations/campaign/note-warned.ts'
import { pauseCampaign } from '../../../src/operations/campaign/pause.ts'
import { resumeCampaign } from '../../../src/operations/campaign/resume.ts'
import { applyMessageEvents } from '../../../src/operations/message/apply-events.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { fakeChat } from '../../support/fakes.ts'
import { after, plannedStep, planOf } from '../../support/plans.ts'
import { never } from '../message/ledger-rig.ts'
import { type ControlledCampaign, hour, launched, minute } from './control-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(() => database.db.campaign.updateMany({ data: { status: 'cancelled' } }))

const mailbox = { readEvent: readPostmarkEvent, readInbound: () => null }

/** A campaign whose first mail reached so many people: the only one, or another step is a month away. */
async function sentTo(people: number, steps: 1 | 2 = 2) {
  const all = [plannedStep('One'), plannedStep('Two', { wait: after(30, 'days') })]
  const plan = planOf(all.slice(0, steps))
  const campaign = await launched(database.db, plan, { people })
  await campaign.rig.send()
  return campaign
}

type Told = 'Delivery' | 'HardBounce' | 'SoftBounce' | 'SpamComplaint'

/** Postmark tells of the mails one after the other, from the first on; then the jobs do what follows. */
async function tell({ id, rig }: ControlledCampaign, kinds: readonly Told[]) {
  const messages = await database.db.message.findMany({ where: { campaignId: id }, orderBy: { id: 'asc' } })
  for (const [index, kind] of kinds.entries()) {
    const message = messages[index]
    if (!message) throw new Error('Too few mails were sent')
    await database.db.webhookDelivery.create({
      data: { source: 'postmark-event', dedupeKey: randomUUID(), payload: payloadOf(kind, message) },
    })
  }
  const before = rig.recorded.length
  await applyMessageEvents({ ...rig.deps, mailbox }, {}, never)
  const guards = rig.recorded.slice(before).filter(({ job }) => job === 'guard-campaign')
  for (const { key } of guards) await guardCampaign(rig.deps, { campaignId: key ?? '' })
  return guards.length
}

type Mail = { id: string; attempt: string | null; address: string }

function payloadOf(kind: Told, { id, attempt, address }: Mail) {
  const named = { MessageID: `pm-${id}-${attempt}`, Metadata: { sendid: id, attempt: attempt ?? '' } }
  if (kind === 'Delivery')
    return { ...named, RecordType: kind, Recipient: address, DeliveredAt: '2026-11-20T09:01:00Z' }
  const bounce = { ...named, ID: 1, Type: kind, Email: address, BouncedAt: '2026-11-20T09:01:00Z' }
  return kind === 'SpamComplaint'
    ? { ...bounce, RecordType: kind, Inactive: true }
    : { ...bounce, RecordType: 'Bounce', Inactive: kind === 'HardBounce' }
}

const times = (count: number, kind: Told): Told[] => Array.from({ length: count }, () => kind)
const rowOf = ({ id }: { id: string }) => database.db.campaign.findUniqueOrThrow({ where: { id } })

describe('a campaign whose mails bounce', () => {
  it('is paused, and says which number of how many', async () => {
    const campaign = await sentTo(60)
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
    const soft = await sentTo(60)
    expect(await tell(soft, [...times(57, 'Delivery'), ...times(3, 'SoftBounce')])).toBe(0)
    const few = await sentTo(60)
    expect(await tell(few, [...times(58, 'Delivery'), ...times(2, 'HardBounce')])).toBe(1)
    expect([(await rowOf(soft)).status, (await rowOf(few)).status]).toEqual(['running', 'running'])
  })

  it('is judged anew once a person has resumed it, by what is sent from then on', async () => {
    const campaign = await sentTo(60)
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
  const campaign = await sentTo(60)
  await tell(campaign, [...times(59, 'Delivery')])
  await tell(campaign, ['SpamComplaint'])
  const warned = await rowOf(campaign)
  expect(warned).toMatchObject({ status: 'running', statusReason: null })
  expect(warned.warning).toMatch(/1 of 59 people marked the mail as spam/)
  await tell(campaign, ['Delivery', 'SpamComplaint'])
  const stopped = await rowOf(campaign)
  expect(stopped).toMatchObject({ status: 'paused', warning: null })
  expect(stopped.statusReason).toMatch(/2 of 60 people marked/)
  expect(notesOf(campaign)).toEqual(['note-paused'])
})

const notesOf = ({ rig }: ControlledCampaign) =>
  rig.recorded.map(({ job }) => job).filter((job) => job === 'note-warned' || job === 'note-paused')

/** A campaign that is not running any more when the bounces come. */
async function notRunning(how: 'completed' | 'cancelled' | 'paused') {
  const campaign = await sentTo(60, how === 'completed' ? 1 : 2)
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
      await tell(campaign, times(1, 'HardBounce'))
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
    expect((await rowOf(campaign)).warning).toMatch(/^4 of 61 mails bounced/)
    expect(notesOf(campaign)).toEqual(['note-warned'])
    const entries = { subjectId: campaign.id, action: 'warned' }
    expect(await database.db.auditEntry.count({ where: entries })).toBe(1)
  })

  it('tells nothing twice that it was paused for', async () => {
    const campaign = await sentTo(60)
    await tell(campaign, [...times(57, 'Delivery'), ...times(3, 'HardBounce')])
    await tell(campaign, times(1, 'HardBounce'))
    expect(await rowOf(campaign)).toMatchObject({ status: 'paused', warning: null })
    await cancelCampaign(campaign.rig.deps, campaign.as)
    await tell(campaign, times(1, 'HardBounce'))
    expect((await rowOf(campaign)).warning).toMatch(/^5 of 62 mails bounced/)
    expect(notesOf(campaign)).toEqual(['note-paused'])
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
    const campaign = await sentTo(60)
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
    const campaign = await sentTo(200)
    campaign.rig.pass(6 * hour)
    await tell(campaign, times(3, 'HardBounce'))
    expect(await rowOf(campaign)).toMatchObject({ status: 'running', warning: null })
    await tell(campaign, times(1, 'HardBounce'))
    expect((await rowOf(campaign)).statusReason).toMatch(/4 of 200 mails bounced \(2 %\)/)
  })

  it('mails of before a person resumed the campaign do not count', async () => {
    const campaign = await sentTo(60)
    await pauseCampaign(campaign.rig.deps, campaign.as)
    campaign.rig.pass(6 * hour)
    await resumeCampaign(campaign.rig.deps, campaign.as)
    expect(await complained(campaign)).toBe(0)
    await guardCampaign(campaign.rig.deps, { campaignId: campaign.id })
    expect(await rowOf(campaign)).toMatchObject({ status: 'running', warning: null })
  })
})
