import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals'
import { atOnce } from '../../../src/domain/due.ts'
import type { Wait } from '../../../src/domain/plan.ts'
import { cancelCampaign } from '../../../src/operations/campaign/cancel.ts'
import { launchScheduled } from '../../../src/operations/campaign/launch-scheduled.ts'
import { scheduleCampaign } from '../../../src/operations/campaign/schedule.ts'
import { unscheduleCampaign } from '../../../src/operations/campaign/unschedule.ts'
import { tick } from '../../../src/operations/message/tick.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { plannedStep, planOf } from '../../support/plans.ts'
import { ledgerRig } from '../message/ledger-rig.ts'
import { day, drafted, hour, mailsGot } from './control-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(() => database.db.campaign.updateMany({ data: { status: 'cancelled' } }))

const tomorrow = new Date('2026-11-21T09:00:00Z')

async function scheduled({
  maxLatenessMinutes = 120,
  wait = atOnce,
}: { maxLatenessMinutes?: number; wait?: Wait } = {}) {
  const rig = ledgerRig(database.db)
  const campaign = await drafted(
    database.db,
    planOf([plannedStep('One', { wait })], { maxLatenessMinutes }),
    2,
  )
  const outcome = await scheduleCampaign(rig.deps, { ...campaign.as, startsAt: tomorrow })
  /** What the clock does once a minute, and the job that it may put in line. */
  const strike = async () => {
    const before = rig.recorded.length
    await tick(rig.deps)
    const due = rig.recorded.slice(before).filter(({ job }) => job === 'launch-scheduled')
    for (const { key } of due) await launchScheduled(rig.deps, { campaignId: key ?? '' })
    return due.length
  }
  return { ...campaign, rig, outcome, strike }
}

const row = ({ id }: { id: string }) => database.db.campaign.findUniqueOrThrow({ where: { id } })

it('a scheduled campaign is launched by the clock at its time, and not before', async () => {
  const campaign = await scheduled()
  expect(campaign.outcome).toMatchObject({ status: 'scheduled', audience: 2 })
  campaign.rig.pass(day - 60_000)
  expect(await campaign.strike()).toBe(0)
  campaign.rig.pass(60_000)
  expect(await campaign.strike()).toBe(1)
  expect(await row(campaign)).toMatchObject({ status: 'running', startsAt: null, launchedAt: tomorrow })
  await campaign.rig.send()
  expect(await mailsGot(database.db, campaign)).toEqual({ One: 2 })
})

it('starts with a step for the very moment of its start, though the clock strikes a minute after it', async () => {
  const campaign = await scheduled({ wait: { kind: 'until-date', date: '2026-11-21', time: '09:00' } })
  campaign.rig.pass(day + 60_000)
  expect(await campaign.strike()).toBe(1)
  await campaign.rig.send()
  expect(await mailsGot(database.db, campaign)).toEqual({ One: 2 })
})

it('is launched once, by however many processes', async () => {
  const campaign = await scheduled()
  campaign.rig.pass(day)
  const all = await Promise.allSettled(
    Array.from({ length: 4 }, () => launchScheduled(campaign.rig.deps, { campaignId: campaign.id })),
  )
  expect(all.map(({ status }) => status)).toEqual(Array.from({ length: 4 }, () => 'fulfilled'))
  expect(await database.db.campaignVersion.count({ where: { campaignId: campaign.id } })).toBe(1)
  expect(await database.db.enrollment.count({ where: { campaignId: campaign.id } })).toBe(2)
})

it('whose time was too long ago becomes a draft again that says so, and nobody is written to', async () => {
  const campaign = await scheduled()
  campaign.rig.pass(day + 3 * hour)
  await campaign.strike()
  const found = await row(campaign)
  expect(found).toMatchObject({ status: 'draft', startsAt: null })
  expect(found.statusReason).toMatch(/its start was 3 hours ago/)
  expect(await database.db.enrollment.count({ where: { campaignId: campaign.id } })).toBe(0)
})

it('that cannot be launched any more becomes a draft again with the reason', async () => {
  const campaign = await scheduled()
  await database.db.campaign.update({ where: { id: campaign.id }, data: { plan: planOf([]) } })
  campaign.rig.pass(day)
  await campaign.strike()
  expect(await row(campaign)).toMatchObject({
    status: 'draft',
    statusReason: 'It was not launched at its time: A sequence needs at least one step.',
  })
})

it('can be given another time, taken off the schedule and cancelled', async () => {
  const campaign = await scheduled()
  const { deps } = campaign.rig
  const later = new Date('2026-11-22T09:00:00Z')
  await scheduleCampaign(deps, { ...campaign.as, startsAt: later })
  campaign.rig.pass(day)
  expect(await campaign.strike()).toBe(0)
  await unscheduleCampaign(deps, campaign.as)
  expect(await row(campaign)).toMatchObject({ status: 'draft', startsAt: null })
  campaign.rig.pass(day)
  expect(await campaign.strike()).toBe(0)
  await scheduleCampaign(deps, { ...campaign.as, startsAt: new Date('2026-11-25T09:00:00Z') })
  await cancelCampaign(deps, campaign.as)
  campaign.rig.pass(5 * day)
  expect(await campaign.strike()).toBe(0)
  expect(await row(campaign)).toMatchObject({ status: 'cancelled', startsAt: null })
})

it('is refused a time that is over or years away, and what a launch would refuse', async () => {
  const { deps } = ledgerRig(database.db)
  const campaign = await drafted(database.db, planOf([plannedStep('One')]), 1)
  const at = (iso: string) => scheduleCampaign(deps, { ...campaign.as, startsAt: new Date(iso) })
  await expect(at('2026-11-20T08:59:00Z')).rejects.toThrow(/over already/)
  await expect(at('2029-11-20T08:59:00Z')).rejects.toThrow(/at most 365 days/)
  const empty = await drafted(database.db, planOf([plannedStep('One')]), 0)
  await expect(scheduleCampaign(deps, { ...empty.as, startsAt: tomorrow })).rejects.toThrow(
    /nobody to write to/,
  )
  const plain = await drafted(database.db, planOf([]), 1)
  await expect(scheduleCampaign(deps, { ...plain.as, startsAt: tomorrow })).rejects.toThrow(
    /at least one step/,
  )
  expect((await row(campaign)).status).toBe('draft')
})
