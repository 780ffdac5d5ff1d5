import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { noLimits } from '../../../src/domain/plan-defaults.ts'
import type { SendLimits } from '../../../src/domain/plan.ts'
import { tick } from '../../../src/operations/message/tick.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { plannedStep, planOf } from '../../support/plans.ts'
import { enroll, insertCampaign, insertContact } from '../../support/rows.ts'
import { type Fate, ledgerRig } from './ledger-rig.ts'

const minute = 60_000
const day = 24 * 60 * minute

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(async () => {
  await database.db.campaign.updateMany({ data: { status: 'cancelled' } })
  await database.db.sendHold.deleteMany()
})

/** Three people who are due, one call each, and a clock that strikes every minute. */
async function duePeople(limits: Partial<SendLimits> = {}) {
  const plan = planOf([plannedStep('One')], {
    limits: { ...noLimits, ...limits },
    maxLatenessMinutes: 7 * 1440,
  })
  const { id } = await insertCampaign(database.db, { plan }).then(async (campaign) => {
    for (let person = 0; person < 3; person += 1)
      await enroll(database.db, { campaign, contactId: (await insertContact(database.db)).id })
    return campaign
  })
  const nextAt = new Date('2026-11-20T08:59:00Z')
  await database.db.enrollment.updateMany({ where: { campaignId: id }, data: { nextAt } })
  const rig = ledgerRig(database.db, { sendBatch: 1 })
  const minutes = async (count: number) => {
    for (let passed = 0; passed < count; passed += 1) {
      rig.pass(minute)
      await tick(rig.deps)
      await rig.send()
    }
  }
  const sent = () => database.db.message.count({ where: { campaignId: id, state: 'sent' } })
  return { id, rig, minutes, sent }
}

describe('once a clock is set right that was a day ahead', () => {
  it.each<[string, Fate, number]>([
    ['refused a call', 'refused', 3],
    // Nobody can tell whether this one arrived before it is asked about, in its own time.
    ['lost a call', 'lost', 2],
  ])('a provider that %s meanwhile is tried again at once', async (_, fate, expected) => {
    const { rig, minutes, sent } = await duePeople()
    rig.pass(day)
    rig.office.fates.push(fate, 'refused')
    await rig.send()
    rig.pass(-day)
    await minutes(3)
    expect(await sent()).toBe(expected)
    expect([...rig.office.copies.values()]).toEqual(Array.from({ length: expected }, () => 1))
  })

  it('a campaign goes on after its gap, and nobody is late', async () => {
    const { id, rig, minutes, sent } = await duePeople({ gap: { seconds: 60, jitterSeconds: 0 } })
    rig.pass(day)
    await rig.send()
    rig.pass(-day)
    await minutes(4)
    expect(await sent()).toBe(3)
    expect(await database.db.campaign.findUnique({ where: { id } })).toMatchObject({ status: 'completed' })
  })
})

describe('a rest that is as long as it can be', () => {
  it('is kept by all sending', async () => {
    const { rig, minutes, sent } = await duePeople()
    const until = new Date(rig.deps.clock.now().getTime() + 6 * minute)
    const hold = { provider: 'email', reason: 'too much to do', failures: 9, until }
    await database.db.sendHold.create({ data: hold })
    await minutes(5)
    expect(await sent()).toBe(0)
    await minutes(1)
    expect(await sent()).toBe(3)
  })

  it.each<[string, Partial<SendLimits>, number]>([
    ['gap', { gap: { seconds: 86_400, jitterSeconds: 86_400 } }, 2 * day],
    ['day’s limit', { perCampaignDay: 1, gap: { seconds: 1, jitterSeconds: 0 } }, day],
  ])('is kept by a campaign: a %s', async (_, limits, ms) => {
    const { id, rig, minutes } = await duePeople(limits)
    const restsUntil = new Date(rig.deps.clock.now().getTime() + ms)
    await database.db.campaign.update({ where: { id }, data: { restsUntil } })
    await minutes(2)
    expect(await database.db.campaign.findUnique({ where: { id } })).toMatchObject({ restsUntil })
  })
})
