import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { after, plannedStep, planOf } from '../../support/plans.ts'
import { enroll, insertCampaign, insertContact } from '../../support/rows.ts'
import { type Fate, ledgerRig } from './ledger-rig.ts'

const hour = 3_600_000

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(async () => {
  await database.db.campaign.updateMany({ data: { status: 'cancelled' } })
  await database.db.sendHold.deleteMany()
})

/** A running campaign of two steps, an hour apart, for three people who are due. */
async function twoSteps() {
  const plan = planOf([plannedStep('One'), plannedStep('Two', { wait: after(1, 'hours') })])
  const campaign = await insertCampaign(database.db, { plan })
  for (let person = 0; person < 3; person += 1) {
    const { id: contactId } = await insertContact(database.db)
    await enroll(database.db, { campaign, contactId })
  }
  await database.db.enrollment.updateMany({
    where: { campaignId: campaign.id },
    data: { nextAt: new Date('2026-11-20T08:59:00Z') },
  })
  return campaign
}

describe('the clock going backwards', () => {
  it.each<[string, Fate]>([
    ['was answered', 'answered'],
    ['was refused', 'refused'],
    ['lost its answer', 'answer-lost'],
    ['was lost on the way', 'lost'],
  ])('after a call that %s loses no message and doubles none', async (_, fate) => {
    const { id } = await twoSteps()
    const rig = ledgerRig(database.db)
    rig.office.fates.push(fate)
    await rig.send()
    rig.pass(-2 * hour)
    await rig.send()
    await rig.reconcile()
    await rig.send()
    // Once the clock has caught up, everything goes on from where it was.
    for (let passed = 0; passed < 5; passed += 1) {
      rig.pass(hour)
      await rig.reconcileLater()
      await rig.send()
    }
    const sent = await database.db.message.groupBy({
      by: ['stepKey'],
      where: { campaignId: id, state: 'sent' },
      _count: true,
    })
    expect(sent.map(({ _count }) => _count)).toEqual([3, 3])
    expect([...rig.office.copies.values()]).toEqual([1, 1, 1, 1, 1, 1])
    expect(await database.db.campaign.findUnique({ where: { id } })).toMatchObject({ status: 'completed' })
  })
})
