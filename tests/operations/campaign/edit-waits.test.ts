import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import type { CampaignPlan } from '../../../src/domain/plan.ts'
import { noLimits } from '../../../src/domain/plan-defaults.ts'
import { releaseLate } from '../../../src/operations/campaign/release-late.ts'
import { wakeEnrollments } from '../../../src/operations/enrollment/wake.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { after, planOf } from '../../support/plans.ts'
import { never } from '../message/ledger-rig.ts'
import { type ControlledCampaign, day, hour, launched, mailsGot, standingAll } from './control-rig.ts'
import { edit, one, runOut, three, two } from './edit-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(async () => {
  await database.db.campaign.updateMany({ data: { status: 'cancelled' } })
  await database.db.sendHold.deleteMany()
})

/** The moments at which people are due. The rig's clock begins at 2026-11-20 09:00 UTC. */
async function dues({ id }: ControlledCampaign) {
  const people = await database.db.enrollment.findMany({ where: { campaignId: id } })
  return [...new Set(people.map(({ nextAt }) => nextAt?.toISOString()))]
}

async function started(rules: Partial<CampaignPlan>, steps = [one, two, three]) {
  const campaign = await launched(database.db, planOf(steps, rules), { people: 2 })
  await campaign.rig.send()
  return campaign
}

const soon = { ...three, wait: after(2, 'days') }

describe('whoever goes on without a mail that was too late', () => {
  it.each(['that nobody tried to send', 'that the provider had refused'])(
    'waits from then on, whatever is edited (%s)',
    async (mail) => {
      const campaign = await started({ maxLatenessMinutes: 60 })
      const { rig } = campaign
      rig.pass(3 * day)
      if (mail === 'that the provider had refused') {
        rig.office.fates.push('refused')
        await rig.send()
      }
      rig.pass(2 * day)
      await rig.send()
      await releaseLate(rig.deps, { ...campaign.as, what: 'skip' })
      await wakeEnrollments(rig.deps, {}, never)
      expect(await dues(campaign)).toEqual(['2026-11-28T09:00:00.000Z'])
      await edit(campaign, [one, two, soon], { maxLatenessMinutes: 60 })
      expect(await dues(campaign)).toEqual(['2026-11-27T09:00:00.000Z'])
    },
  )
})

describe('a mail that waits for its next try', () => {
  it('is not tried sooner because its step is given another wait', async () => {
    const campaign = await started({}, [one, two])
    campaign.rig.pass(3 * day)
    campaign.rig.office.fates.push('refused')
    await campaign.rig.send()
    const [nextTry] = await dues(campaign)
    expect(nextTry).not.toBe('2026-11-23T09:00:00.000Z')
    await edit(campaign, [one, { ...two, wait: after(2, 'days') }])
    expect(await dues(campaign)).toEqual([nextTry])
    await edit(campaign, [one, { ...two, wait: after(4, 'days') }])
    expect(await dues(campaign)).toEqual(['2026-11-24T09:00:00.000Z'])
  })

  it('nor when it was with the provider while that was edited', async () => {
    const campaign = await launched(database.db, planOf([one, two]), { people: 2 })
    const { office, deps, send } = campaign.rig
    office.fates.push('refused')
    const sendBatch = async (mails: Parameters<typeof office.sendBatch>[0]) => {
      await edit(campaign, [{ ...one, window: { days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' } }])
      return office.sendBatch(mails)
    }
    Object.assign(deps, { email: { ...office, sendBatch } })
    await send()
    const [nextTry] = await dues(campaign)
    expect(Date.parse(nextTry ?? '')).toBeGreaterThan(deps.clock.now().getTime())
  })

  it('goes out once its step, which was taken out, is put back', async () => {
    const campaign = await launched(database.db, planOf([one, two, three]), { people: 2 })
    const { rig } = campaign
    await rig.send()
    rig.pass(3 * day)
    rig.office.fates.push('refused')
    await rig.send()
    await edit(campaign, [one, three])
    const variants = [{ name: 'A', weight: 1, subject: 'Two!', body: 'Hello' }]
    await edit(campaign, [one, { ...two, variants }, three])
    await runOut(campaign)
    expect(await mailsGot(database.db, campaign)).toEqual({ 'One, Two!, Three': 2 })
    expect(new Set(rig.office.copies.values())).toEqual(new Set([1]))
    expect(await standingAll(database.db, campaign)).toEqual({ sent: 2 })
  })
})

it('the moments that the limit on a domain gave away hold where only the last step is taken out', async () => {
  const limits = { ...noLimits, perDomainHour: 1 }
  const campaign = await started({ limits })
  const booked = () =>
    database.db
      .$queryRaw`SELECT key, booked_until FROM send_limit WHERE booked_until IS NOT NULL ORDER BY key`
  campaign.rig.pass(hour / 2)
  const before = await booked()
  expect(before).not.toEqual([])
  await edit(campaign, [one, two], { limits })
  expect(await booked()).toEqual(before)
})
