import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { foreseeCampaigns } from '../../../src/operations/campaign/foresee.ts'
import { scheduleCampaign } from '../../../src/operations/campaign/schedule.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { after, plannedStep, planOf } from '../../support/plans.ts'
import { type ControlledCampaign, day, drafted, launched, minute } from './control-rig.ts'
import { ledgerRig } from '../message/ledger-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(async () => {
  await database.db.message.updateMany({ data: { state: 'sent' } })
  await database.db.enrollment.updateMany({ data: { status: 'completed', nextAt: null, resumeAt: null } })
  await database.db.campaign.updateMany({ data: { status: 'cancelled' } })
  await database.db.sendHold.deleteMany()
})

const plan = planOf([plannedStep('One'), plannedStep('Two', { wait: after(3, 'days') })])

/** What is foreseen, short: kind, step, people, first and last moment. */
async function told({ rig }: Pick<ControlledCampaign, 'rig'>): Promise<string[]> {
  const { ahead } = await foreseeCampaigns(rig.deps)
  return ahead.map(
    ({ kind, step, people, at, lastAt }) =>
      `${kind} ${step} for ${people}: ${at.toISOString()} to ${lastAt.toISOString().slice(11, 19)}`,
  )
}

describe('what time alone will bring', () => {
  it('is the next step for those who are due within the same minute', async () => {
    const campaign = await launched(database.db, plan, { people: 4, sendBatch: 2 })
    expect(await told(campaign)).toEqual(['step 1 for 4: 2026-11-20T09:00:00.000Z to 09:00:00'])
    await campaign.rig.send()
    const [first, second] = await database.db.enrollment.findMany({ where: { campaignId: campaign.id } })
    const later = (ms: number) => new Date(new Date('2026-11-23T09:00:00Z').getTime() + ms)
    const put = (id = '', nextAt: Date) => database.db.enrollment.update({ where: { id }, data: { nextAt } })
    await put(first?.id, later(40_000))
    await put(second?.id, later(2 * minute))
    expect(await told(campaign)).toEqual(['step 2 for 3: 2026-11-23T09:00:00.000Z to 09:00:40'])
  })

  it('waits as long as the campaign rests, or all sending does', async () => {
    const campaign = await launched(database.db, plan, { people: 1 })
    await database.db.campaign.update({
      where: { id: campaign.id },
      data: { restsUntil: new Date('2026-11-20T10:00:00Z') },
    })
    expect(await told(campaign)).toEqual(['step 1 for 1: 2026-11-20T10:00:00.000Z to 10:00:00'])
    await database.db.sendHold.create({
      data: { provider: 'email', until: new Date('2026-11-20T11:00:00Z'), failures: 1, reason: 'busy' },
    })
    expect(await told(campaign)).toEqual(['step 1 for 1: 2026-11-20T11:00:00.000Z to 11:00:00'])
  })

  it('is the end of a pause, and nothing for whom only a person can let go on', async () => {
    const campaign = await launched(database.db, plan, { people: 2 })
    const [one, two] = await database.db.enrollment.findMany({ where: { campaignId: campaign.id } })
    const pause = (id = '', resumeAt: Date | null) =>
      database.db.enrollment.update({ where: { id }, data: { status: 'paused', resumeAt } })
    await pause(one?.id, new Date('2026-11-25T08:00:00Z'))
    await pause(two?.id, null)
    expect(await told(campaign)).toEqual(['pause null for 1: 2026-11-25T08:00:00.000Z to 08:00:00'])
  })

  it('is the start of a scheduled campaign', async () => {
    const rig = ledgerRig(database.db)
    const { as } = await drafted(database.db, plan, 2)
    const startsAt = new Date(rig.deps.clock.now().getTime() + day)
    await scheduleCampaign(rig.deps, { ...as, startsAt })
    expect(await told({ rig })).toEqual(['start null for 2: 2026-11-21T09:00:00.000Z to 09:00:00'])
  })

  it('is the question to the provider about mails whose fate is open, and what comes after it', async () => {
    const campaign = await launched(database.db, plan, { people: 3 })
    campaign.rig.office.fates.push('answer-lost')
    await campaign.rig.send()
    expect(await told(campaign)).toEqual(['ask null for 3: 2026-11-20T09:17:00.000Z to 09:17:00'])
    campaign.rig.pass(20 * minute)
    await campaign.rig.reconcile()
    expect(await told(campaign)).toEqual(['step 2 for 3: 2026-11-23T09:20:00.000Z to 09:20:00'])
  })

  it('tells apart what is with the provider at this moment', async () => {
    const campaign = await launched(database.db, plan, { people: 3 })
    campaign.rig.office.fates.push('answer-lost')
    await campaign.rig.send()
    await database.db.message.updateMany({ where: { campaignId: campaign.id }, data: { state: 'sending' } })
    const { underWay } = await foreseeCampaigns(campaign.rig.deps)
    expect(underWay).toEqual({ calls: 1, webhooks: 0 })
  })
})
