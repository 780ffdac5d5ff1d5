import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import type { PlannedStep } from '../../../src/domain/plan.ts'
import { cancelCampaign } from '../../../src/operations/campaign/cancel.ts'
import { launchCampaign } from '../../../src/operations/campaign/launch.ts'
import { wakeEnrollments } from '../../../src/operations/enrollment/wake.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { planOf } from '../../support/plans.ts'
import { drafted, launched, mailsGot, standingAll } from '../campaign/control-rig.ts'
import { edit, extra, one, rowOf, runOut, two } from '../campaign/edit-rig.ts'
import { never } from './ledger-rig.ts'
import { hearOf } from './open-call-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(() => database.db.campaign.updateMany({ data: { status: 'cancelled' } }))

/** A campaign of one mail for two people, given up for one of them, and moved on to other steps for the other one. */
async function givenUpBeforeMove(steps: PlannedStep[]) {
  const { db } = database
  const campaign = await launched(db, planOf([one]), { people: 2 })
  const { rig, id } = campaign
  const [first, second] = await db.enrollment.findMany({ where: { campaignId: id }, orderBy: { id: 'asc' } })
  if (!first || !second) throw new Error('There are no two people')
  const later = (at: Date) => db.enrollment.update({ where: { id: second.id }, data: { nextAt: at } })
  await later(new Date('2026-11-21T09:00:00Z'))
  rig.office.fates.push('lost', 'lost')
  for (const _ of [1, 2]) {
    await rig.send()
    await rig.reconcileLater()
  }
  await edit(campaign, steps)
  const mail = await db.message.findFirstOrThrow({ where: { campaignId: id, state: 'needs_human' } })
  const witness = () => hearOf(rig, [{ sendid: mail.id, attempt: mail.attempt ?? '' }])
  const goOn = async () => {
    await wakeEnrollments(rig.deps, {}, never)
    await runOut(campaign)
  }
  const status = async () => (await rowOf(db, campaign)).status
  const person = () => db.enrollment.findUniqueOrThrow({ where: { id: first.id } })
  return { campaign, witness, goOn, status, person }
}

describe('a webhook proves that the last mail arrived, which was given up, after others were moved to a plan with more', () => {
  it('the campaign, which was through, goes on for that person and ends again', async () => {
    const { campaign, witness, goOn, status } = await givenUpBeforeMove([one, two])
    await runOut(campaign)
    expect(await status()).toBe('completed')
    await witness()
    expect(await status()).toBe('running')
    await goOn()
    expect(await mailsGot(database.db, campaign)).toEqual({ 'One, Two': 2 })
    expect(await status()).toBe('completed')
  })

  it('the campaign ends again where there is nothing more for that person', async () => {
    const { campaign, witness, goOn, status, person } = await givenUpBeforeMove([extra, one])
    await runOut(campaign)
    await witness()
    expect(await person()).toMatchObject({ status: 'completed' })
    await goOn()
    expect(await mailsGot(database.db, campaign)).toEqual({ One: 1, 'Extra, One': 1 })
    expect(await status()).toBe('completed')
  })

  it('nobody goes on in a campaign that was cancelled', async () => {
    const { campaign, witness, goOn, status, person } = await givenUpBeforeMove([one, two])
    await cancelCampaign(campaign.rig.deps, campaign.as)
    await witness()
    await goOn()
    expect(await person()).toMatchObject({ status: 'stopped', nextAt: null })
    expect(await mailsGot(database.db, campaign)).toEqual({ One: 1, '': 1 })
    expect(await status()).toBe('cancelled')
    await standingAll(database.db, campaign)
  })

  it('whom another campaign has by then waits for that', async () => {
    const { db } = database
    const { campaign, witness, goOn, person } = await givenUpBeforeMove([one, two])
    const other = await drafted(db, planOf([one, two], { priority: 9 }), 0)
    const { importId } = await rowOf(db, other)
    await db.importContact.create({ data: { importId, contactId: (await person()).contactId } })
    await launchCampaign(campaign.rig.deps, other.as)
    await witness()
    await wakeEnrollments(campaign.rig.deps, {}, never)
    expect(await person()).toMatchObject({ status: 'paused', reason: 'waits for another campaign' })
    await goOn()
    await goOn()
    expect(await mailsGot(db, other)).toEqual({ 'One, Two': 1 })
    expect(await mailsGot(db, campaign)).toEqual({ 'One, Two': 2 })
  })
})

describe('a webhook proves that a mail arrived that was back in line when its step was taken out', () => {
  it.each(['before', 'after'])(
    'nobody gets it twice, whether that is %s the step is put back',
    async (when) => {
      const { db } = database
      const campaign = await launched(db, planOf([one, two]), { people: 2 })
      const { rig } = campaign
      const { findByAttempt } = rig.office
      rig.office.fates.push('answer-lost')
      rig.office.findByAttempt = () => Promise.resolve([])
      await rig.send()
      await rig.reconcileLater()
      rig.office.findByAttempt = findByAttempt
      const mails = await db.message.findMany({ where: { campaignId: campaign.id } })
      const witness = () =>
        hearOf(
          rig,
          mails.map(({ id, attempt }) => ({ sendid: id, attempt: attempt ?? '' })),
        )

      await edit(campaign, [two])
      if (when === 'before') await witness()
      await edit(campaign, [one, two])
      if (when === 'after') await witness()
      expect(await standingAll(db, campaign)).toEqual({ delivered: 2 })
      await runOut(campaign)
      expect(await mailsGot(db, campaign)).toEqual({ 'One, Two': 2 })
      expect(new Set(rig.office.copies.values())).toEqual(new Set([1]))
      expect((await rowOf(db, campaign)).status).toBe('completed')
    },
  )
})
