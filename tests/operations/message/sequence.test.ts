import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { createHash } from 'node:crypto'
import type { CampaignPlan } from '../../../src/domain/plan.ts'
import { launchCampaign } from '../../../src/operations/campaign/launch.ts'
import { pauseCampaign } from '../../../src/operations/campaign/pause.ts'
import { resumeCampaign } from '../../../src/operations/campaign/resume.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { after, plannedStep, planOf } from '../../support/plans.ts'
import { admin, insertCampaign, insertContact } from '../../support/rows.ts'
import { ledgerRig } from './ledger-rig.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(() => database.db.campaign.updateMany({ data: { status: 'cancelled' } }))

type Person = { country?: string; timeZone?: string }

/** Launches a campaign with that plan for these people, at 2026-11-20 09:00 UTC, a Friday. */
async function launched(plan: CampaignPlan, people: readonly Person[]) {
  const rig = ledgerRig(database.db)
  const { id: campaignId, importId } = await insertCampaign(database.db, { plan, status: 'draft' })
  await database.db.campaignVersion.deleteMany({ where: { campaignId } })
  for (const person of people) {
    const { id: contactId } = await insertContact(database.db)
    await database.db.contact.update({ where: { id: contactId }, data: person })
    await database.db.importContact.create({ data: { importId, contactId } })
  }
  await launchCampaign(rig.deps, { campaignId, actor: admin, origin: 'slack' })
  return { rig, campaignId, id: campaignId }
}

const sentOf = ({ id }: { id: string }) =>
  database.db.message.findMany({
    where: { campaignId: id, state: 'sent' },
    include: { step: true, enrollment: { include: { contact: true } } },
    orderBy: { sentAt: 'asc' },
  })

/** The positions of the steps that were sent so far. */
const stepsSent = async (campaign: { id: string }) =>
  (await sentOf(campaign)).map(({ step }) => step?.position)

describe('a sequence', () => {
  it('goes step by step, each when its wait is over, and ends after the last', async () => {
    const steps = [
      plannedStep('One'),
      plannedStep('Two', { wait: after(3, 'days') }),
      plannedStep('Three', { wait: after(90, 'minutes') }),
    ]
    const campaign = await launched(planOf(steps), [{}, {}])
    const { rig } = campaign
    await rig.send()
    expect(await stepsSent(campaign)).toEqual([1, 1])
    rig.pass(3 * day - minute)
    await rig.send()
    expect(await stepsSent(campaign)).toEqual([1, 1])
    rig.pass(minute)
    await rig.send()
    expect(await stepsSent(campaign)).toEqual([1, 1, 2, 2])
    rig.pass(90 * minute)
    await rig.send()
    expect(await stepsSent(campaign)).toEqual([1, 1, 2, 2, 3, 3])
    const ended = await database.db.campaign.findUniqueOrThrow({ where: { id: campaign.id } })
    expect(ended.status).toBe('completed')
    expect(new Set(rig.office.copies.values())).toEqual(new Set([1]))
  })

  it('writes when the window is open where the reader is: by their zone, their country, or the campaign’s', async () => {
    const office = { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' } as CampaignPlan['window']
    const plan = planOf([plannedStep('One')], { window: office, zone: 'Europe/London' })
    const people = [{ timeZone: 'Asia/Tokyo' }, { country: 'Sweden' }, { country: 'United States' }, {}]
    const campaign = await launched(plan, people)
    // 09:00 UTC on a Friday: Tokyo is closed until Monday, London and Stockholm are open, New York opens at 14:00 UTC.
    await campaign.rig.send()
    const zones = async () =>
      (await sentOf(campaign)).map(({ enrollment }) => enrollment?.zone ?? '').toSorted()
    expect(await zones()).toEqual(['Europe/London', 'Europe/Stockholm'])
    campaign.rig.pass(5 * hour)
    await campaign.rig.send()
    expect(await zones()).toEqual(['America/New_York', 'Europe/London', 'Europe/Stockholm'])
    const tokyo = await database.db.enrollment.findFirstOrThrow({
      where: { campaignId: campaign.id, zone: 'Asia/Tokyo' },
    })
    expect(tokyo.nextAt?.toISOString()).toBe('2026-11-23T00:00:00.000Z')
  })

  it('puts off whoever becomes due after the window has closed, a retry too', async () => {
    const evening = { days: [1, 2, 3, 4, 5, 6, 7], from: '08:00', to: '09:30' } as CampaignPlan['window']
    const campaign = await launched(planOf([plannedStep('One')], { window: evening }), [{}])
    campaign.rig.office.fates.push('refused')
    await campaign.rig.send()
    campaign.rig.pass(hour)
    await campaign.rig.send()
    expect(await stepsSent(campaign)).toEqual([])
    campaign.rig.pass(22 * hour)
    await campaign.rig.send()
    expect(await stepsSent(campaign)).toEqual([1])
  })

  it('leaves to a person what is later than allowed, and sends nothing of it by itself', async () => {
    const campaign = await launched(planOf([plannedStep('One')], { maxLatenessMinutes: 60 }), [{}, {}])
    campaign.rig.pass(61 * minute)
    await campaign.rig.send()
    expect(await stepsSent(campaign)).toEqual([])
    const late = { campaignId: campaign.id, status: 'paused', reason: 'late' } as const
    expect(await database.db.enrollment.count({ where: late })).toBe(2)
    expect(await database.db.campaign.findUnique({ where: { id: campaign.id } })).toMatchObject({
      status: 'running',
    })
  })

  it('is not late for having been paused', async () => {
    const campaign = await launched(planOf([plannedStep('One')], { maxLatenessMinutes: 60 }), [{}])
    const move = { campaignId: campaign.id, actor: admin, origin: 'slack' } as const
    await pauseCampaign(campaign.rig.deps, move)
    campaign.rig.pass(3 * day)
    await resumeCampaign(campaign.rig.deps, move)
    await campaign.rig.send()
    expect(await stepsSent(campaign)).toEqual([1])
  })
})

describe('variants', () => {
  const variants = [
    { name: 'A', weight: 3, subject: 'A', body: 'Hello' },
    { name: 'B', weight: 1, subject: 'B', body: 'Hello' },
    { name: 'C', weight: 0, subject: 'C', body: 'Hello' },
  ]

  it('are drawn by a hash of enrollment and step, in proportion to their weights', async () => {
    const step = plannedStep('', { variants })
    const campaign = await launched(
      planOf([step]),
      Array.from({ length: 60 }, () => ({})),
    )
    await campaign.rig.send()
    const sent = await sentOf(campaign)
    const drawn = (enrollmentId: string) => {
      const draw = createHash('md5')
        .update(enrollmentId + step.key)
        .digest()
        .readUInt16BE(0)
      return draw < 49_152 ? 1 : 2
    }
    expect(sent).toHaveLength(60)
    for (const { enrollmentId, variant } of sent) expect(variant).toBe(drawn(enrollmentId ?? ''))
    expect(new Set(sent.map(({ variant }) => variant))).toEqual(new Set([1, 2]))
  })

  it('stay the same when the message has to be sent again', async () => {
    const campaign = await launched(planOf([plannedStep('', { variants })]), [{}, {}, {}])
    const { rig } = campaign
    rig.office.fates.push('refused', 'lost')
    const drawn = async () =>
      (
        await database.db.message.findMany({ where: { campaignId: campaign.id }, orderBy: { id: 'asc' } })
      ).map(({ variant }) => variant)
    await rig.send()
    const first = await drawn()
    rig.pass(10_000)
    await rig.send()
    await rig.reconcileLater()
    await rig.send()
    expect(await stepsSent(campaign)).toEqual([1, 1, 1])
    expect(await drawn()).toEqual(first)
  })
})

describe('a holdout group', () => {
  it('is enrolled, never written to, and the same people on a second look', async () => {
    const campaign = await launched(
      planOf([plannedStep('One')], { holdoutPercent: 50 }),
      Array.from({ length: 40 }, () => ({})),
    )
    await campaign.rig.send()
    const enrolled = await database.db.enrollment.findMany({ where: { campaignId: campaign.id } })
    const held = (contactId: string) =>
      createHash('md5')
        .update(campaign.id + contactId)
        .digest()
        .readUInt16BE(0) < 32_768
    expect(enrolled).toHaveLength(40)
    for (const { contactId, reason } of enrolled) expect(reason === 'holdout').toBe(held(contactId))
    const heldOut = enrolled.filter(({ reason }) => reason === 'holdout').length
    expect(heldOut).toBeGreaterThan(0)
    expect(await stepsSent(campaign)).toHaveLength(40 - heldOut)
  })
})
