import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { pauseRunning } from '../../../src/db/campaign-queries.ts'
import { noLimits } from '../../../src/domain/plan-defaults.ts'
import { pauseCampaign } from '../../../src/operations/campaign/pause.ts'
import { resumeCampaign } from '../../../src/operations/campaign/resume.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { after, plannedStep, planOf } from '../../support/plans.ts'
import { type ControlledCampaign, day, launched, mailsGot, minute } from './control-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(() => database.db.campaign.updateMany({ data: { status: 'cancelled' } }))

const one = plannedStep('One')
const two = plannedStep('Two', { wait: after(1, 'days') })
const anHour = { maxLatenessMinutes: 60 }

async function pausedFor({ rig, as }: ControlledCampaign, ms: number) {
  await pauseCampaign(rig.deps, as)
  rig.pass(ms)
  await resumeCampaign(rig.deps, as)
}

const lateOf = ({ id }: { id: string }) =>
  database.db.enrollment.count({ where: { campaignId: id, status: 'paused', reason: 'late' } })

describe('whoever was late when a pause began', () => {
  it('is late when it is over, however short it was', async () => {
    const campaign = await launched(database.db, planOf([one], anHour), { people: 3 })
    campaign.rig.pass(3 * day)
    await pausedFor(campaign, 1000)
    await campaign.rig.send()
    expect(await lateOf(campaign)).toBe(3)
  })

  it('is late when it is over, however long it was, and by whatever rule it began', async () => {
    const campaign = await launched(database.db, planOf([one], anHour), { people: 3 })
    const { rig, id } = campaign
    rig.pass(3 * day)
    const given = { reason: 'Too many bounced', now: rig.deps.clock.now() }
    await database.db.$transaction((tx) => pauseRunning(tx, [id], given))
    rig.pass(5 * day)
    await resumeCampaign(rig.deps, campaign.as)
    await rig.send()
    expect(await lateOf(campaign)).toBe(3)
  })

  it('is late after the second of two pauses, too', async () => {
    const campaign = await launched(database.db, planOf([one], anHour), { people: 3 })
    campaign.rig.pass(3 * day)
    await pausedFor(campaign, day)
    await pausedFor(campaign, 1000)
    await campaign.rig.send()
    expect(await lateOf(campaign)).toBe(3)
  })

  it('is late after a rest that a limit of the sender began', async () => {
    const limits = { ...noLimits, perSenderDay: 1 }
    const busy = await launched(database.db, planOf([one], { ...anHour, limits, priority: 9 }), { people: 1 })
    const { rig } = busy
    const sender = { senderEmail: 'rested@s.example' }
    const campaign = await launched(database.db, planOf([one], { ...anHour, limits }), { people: 2 })
    const ids = [busy.id, campaign.id]
    await database.db.campaign.updateMany({ where: { id: { in: ids } }, data: sender })
    await database.db.campaignVersion.updateMany({ where: { campaignId: { in: ids } }, data: sender })
    rig.pass(3 * day)
    await database.db.enrollment.updateMany({
      where: { campaignId: busy.id },
      data: { nextAt: rig.deps.clock.now() },
    })
    await rig.send()
    expect(await mailsGot(database.db, busy)).toEqual({ One: 1 })
    rig.pass(day + 25 * minute)
    await rig.send()
    expect(await lateOf(campaign)).toBe(2)
  })
})

describe('whoever became due in a pause', () => {
  it('is not late when it is over, but an hour after', async () => {
    const campaign = await launched(database.db, planOf([one, two], anHour), { people: 3 })
    const { rig } = campaign
    await rig.send()
    rig.pass(minute)
    await pausedFor(campaign, 5 * day)
    rig.pass(59 * minute)
    await rig.send()
    expect(await mailsGot(database.db, campaign)).toEqual({ 'One, Two': 3 })
    const slow = await launched(database.db, planOf([one, two], anHour), { people: 3 })
    await slow.rig.send()
    await pausedFor(slow, 5 * day)
    slow.rig.pass(61 * minute)
    await slow.rig.send()
    expect(await lateOf(slow)).toBe(3)
  })

  it('is not late after another pause that follows at once', async () => {
    const campaign = await launched(database.db, planOf([one, two], anHour), { people: 3 })
    await campaign.rig.send()
    await pausedFor(campaign, 5 * day)
    await pausedFor(campaign, 1000)
    await campaign.rig.send()
    expect(await mailsGot(database.db, campaign)).toEqual({ 'One, Two': 3 })
  })
})
