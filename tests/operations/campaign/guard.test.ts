import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { readPostmarkEvent } from '../../../src/adapters/postmark-events.ts'
import { guardCampaign } from '../../../src/operations/campaign/guard.ts'
import { resumeCampaign } from '../../../src/operations/campaign/resume.ts'
import { applyMessageEvents } from '../../../src/operations/message/apply-events.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { after, plannedStep, planOf } from '../../support/plans.ts'
import { never } from '../message/ledger-rig.ts'
import { type ControlledCampaign, launched, minute } from './control-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(() => database.db.campaign.updateMany({ data: { status: 'cancelled' } }))

const mailbox = { readEvent: readPostmarkEvent, readInbound: () => null }

/** A campaign whose first mail reached so many people, another step being a month away. */
async function sentTo(people: number) {
  const plan = planOf([plannedStep('One'), plannedStep('Two', { wait: after(30, 'days') })])
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
  expect(warned.status).toBe('running')
  expect(warned.statusReason).toMatch(/1 of 59 people marked the mail as spam/)
  await tell(campaign, ['Delivery', 'SpamComplaint'])
  const stopped = await rowOf(campaign)
  expect(stopped.status).toBe('paused')
  expect(stopped.statusReason).toMatch(/2 of 60 people marked/)
})
