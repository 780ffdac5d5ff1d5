import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { noLimits } from '../../../src/domain/plan-defaults.ts'
import type { CampaignPlan } from '../../../src/domain/plan.ts'
import { explainCampaign } from '../../../src/operations/campaign/explain.ts'
import { pauseCampaign } from '../../../src/operations/campaign/pause.ts'
import { scheduleCampaign } from '../../../src/operations/campaign/schedule.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { after, plannedStep, planOf } from '../../support/plans.ts'
import { ledgerRig } from '../message/ledger-rig.ts'
import { type ControlledCampaign, day, drafted, hour, launched } from './control-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(async () => {
  await database.db.campaign.updateMany({ data: { status: 'cancelled' } })
  await database.db.sendHold.deleteMany()
})

const one = plannedStep('One')
const two = plannedStep('Two', { wait: after(3, 'days') })

/** The lines, short. Throws when they do not add up to everybody who is not at an end. */
async function told({ id, rig }: Pick<ControlledCampaign, 'id' | 'rig'>) {
  const { lines, total } = await explainCampaign(rig.deps, { campaignId: id })
  const inFlight = await database.db.enrollment.count({
    where: { campaignId: id, status: { in: ['active', 'paused'] } },
  })
  const stuck = await database.db.message.count({ where: { campaignId: id, state: 'needs_human' } })
  const sum = lines.reduce((all, { count }) => all + count, 0)
  if (sum !== inFlight + stuck || sum !== total)
    throw new Error(`${sum} of ${inFlight + stuck} are explained`)
  return lines.map(({ count, why, until }) => `${count} ${why}${until ? ` | ${until.toISOString()}` : ''}`)
}

const send = (plan: CampaignPlan, people: number) => launched(database.db, plan, { people, sendBatch: 2 })

describe('a campaign that is not finished', () => {
  it('says who waits for the next step, and until when the first of them', async () => {
    const campaign = await send(planOf([one, two]), 3)
    expect(await told(campaign)).toEqual(['3 due, and next in line'])
    await campaign.rig.send()
    expect(await told(campaign)).toEqual([
      '3 waiting for step 2, the first of them until then | 2026-11-23T09:00:00.000Z',
    ])
  })

  it('says for which window people wait, zone by zone', async () => {
    const morning = { days: [1, 2, 3, 4, 5], from: '10:00', to: '12:00' } as CampaignPlan['window']
    const campaign = await send(planOf([one], { window: morning }), 2)
    const [person] = await database.db.enrollment.findMany({ where: { campaignId: campaign.id } })
    await database.db.enrollment.update({
      where: { id: person?.id ?? '' },
      data: { zone: 'America/New_York', nextAt: new Date('2026-11-20T15:00:00Z') },
    })
    expect(new Set(await told(campaign))).toEqual(
      new Set([
        '1 waiting for the window to open (UTC) | 2026-11-20T10:00:00.000Z',
        '1 waiting for the window to open (America/New_York) | 2026-11-20T15:00:00.000Z',
      ]),
    )
  })

  it('says what is with the provider, unknown, put back and held, and when it goes on', async () => {
    const campaign = await send(planOf([one]), 6)
    campaign.rig.office.fates.push('answer-lost', 'refused')
    await campaign.rig.send()
    const lines = await told(campaign)
    expect(lines).toContain(
      '2 unknown whether the email provider has it: it is asked then | 2026-11-20T09:17:00.000Z',
    )
    expect(lines.join('\n')).toMatch(/4 sending is held: too much to do \| 2026-11-20T09:00/)
    await database.db.sendHold.deleteMany()
    await database.db.enrollment.updateMany({
      where: { campaignId: campaign.id, nextAt: { gt: campaign.rig.deps.clock.now() } },
      data: { nextAt: new Date('2026-11-20T09:05:00Z') },
    })
    expect(await told(campaign)).toContain(
      '2 not taken by the email provider: tried again then | 2026-11-20T09:05:00.000Z',
    )
  })

  it('says who is late, away, with another campaign, and whose mail a person must decide about', async () => {
    const campaign = await send(planOf([one], { maxLatenessMinutes: 60 }), 6)
    const all = await database.db.enrollment.findMany({ where: { campaignId: campaign.id } })
    const put = async (index: number, data: object) =>
      database.db.enrollment.update({ where: { id: all[index]?.id ?? '' }, data })
    await put(0, { status: 'paused', reason: 'out of office', resumeAt: new Date('2026-12-01T09:00:00Z') })
    await put(1, { status: 'paused', reason: 'waits for another campaign' })
    await put(2, { status: 'paused', reason: 'clicked' })
    await put(3, { nextAt: new Date('2026-11-25T09:00:00Z') })
    campaign.rig.pass(2 * hour)
    await campaign.rig.send()
    expect(await told(campaign)).toEqual([
      '1 waiting for step 1, the first of them until then | 2026-11-25T09:00:00.000Z',
      '2 too late to go out by itself: a person must decide',
      '1 out of office | 2026-12-01T09:00:00.000Z',
      '1 waiting for another campaign that has them',
      '1 paused (clicked): a person must decide',
    ])
  })

  it('says that it is paused, that a limit lets it rest, and which mails a person must decide about', async () => {
    const limited = await send(planOf([one], { limits: { ...noLimits, perCampaignDay: 1 } }), 3)
    await limited.rig.send()
    expect((await told(limited)).join('\n')).toMatch(
      /^2 a limit is used up, or a gap is kept \| 2026-11-21T09/,
    )
    await pauseCampaign(limited.rig.deps, limited.as)
    expect(await told(limited)).toEqual(['2 the campaign is paused'])
    const stuck = await send(planOf([one, two]), 2)
    stuck.rig.office.fates.push('lost', 'lost')
    for (const _ of [1, 2]) {
      await stuck.rig.send()
      await stuck.rig.reconcileLater()
    }
    expect(await told(stuck)).toEqual([
      '2 not found at the email provider after all attempts: a person must decide',
    ])
  })

  it('says when it starts, while it is scheduled', async () => {
    const rig = ledgerRig(database.db)
    const campaign = await drafted(database.db, planOf([one]), 2)
    const startsAt = new Date(rig.deps.clock.now().getTime() + day)
    await scheduleCampaign(rig.deps, { ...campaign.as, startsAt })
    const { lines } = await explainCampaign(rig.deps, { campaignId: campaign.id })
    expect(lines).toEqual([
      { count: 2, kind: 'wait', why: 'waiting for the campaign to start', until: startsAt },
    ])
  })
})

it('every moment of a run is explained to the last person', async () => {
  const campaign = await send(planOf([one, two, plannedStep('Three', { wait: after(2, 'hours') })]), 12)
  const { rig } = campaign
  rig.office.fates.push('answered', 'lost', 'answer-lost', 'refused', 'answered', 'answer-lost')
  for (let round = 0; round < 10; round += 1) {
    await rig.send()
    await told(campaign)
    if (round % 3 === 1) await rig.reconcileLater()
    rig.pass(round % 2 === 0 ? hour : day)
    await told(campaign)
  }
  await rig.reconcileLater()
  expect((await told(campaign)).length).toBeLessThan(6)
})
