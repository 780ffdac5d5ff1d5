import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { releaseLate } from '../../../src/operations/campaign/release-late.ts'
import { wakeEnrollments } from '../../../src/operations/enrollment/wake.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { after, plannedStep, planOf } from '../../support/plans.ts'
import { never } from '../message/ledger-rig.ts'
import { day, hour, launched, mailsGot, standingAll } from './control-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(() => database.db.campaign.updateMany({ data: { status: 'cancelled' } }))

/** A campaign of three people whose first mail is three hours late and waits for a person. */
async function late(steps: number) {
  const all = [plannedStep('One'), plannedStep('Two', { wait: after(1, 'days') })]
  const plan = planOf(all.slice(0, steps), { maxLatenessMinutes: 60 })
  const campaign = await launched(database.db, plan, { people: 3 })
  campaign.rig.pass(3 * hour)
  await campaign.rig.send()
  const decide = async (what: 'send' | 'skip') => {
    const released = await releaseLate(campaign.rig.deps, { ...campaign.as, what })
    await wakeEnrollments(campaign.rig.deps, {}, never)
    await campaign.rig.send()
    return released
  }
  return { ...campaign, decide }
}

const nextDay = async ({ rig }: Awaited<ReturnType<typeof late>>) => {
  rig.pass(day)
  await rig.send()
}

describe('late mails', () => {
  it('go out when a person says so, and what follows comes in its time', async () => {
    const campaign = await late(2)
    expect(await standingAll(database.db, campaign)).toEqual({ waiting: 3 })
    expect(await campaign.decide('send')).toEqual({ sent: 3, skipped: 0, completed: 0 })
    expect(await mailsGot(database.db, campaign)).toEqual({ One: 3 })
    await nextDay(campaign)
    expect(await mailsGot(database.db, campaign)).toEqual({ 'One, Two': 3 })
  })

  it('are late by when they were due, however often the provider refused them since', async () => {
    const plan = planOf([plannedStep('One')], { maxLatenessMinutes: 60 })
    const campaign = await launched(database.db, plan, { people: 3 })
    const { rig } = campaign
    for (const minutes of [0, 30, 29]) {
      rig.pass((minutes * hour) / 60)
      rig.office.fates.push('refused')
      await rig.send()
    }
    expect(await standingAll(database.db, campaign)).toEqual({ waiting: 3 })
    const late = { campaignId: campaign.id, status: 'paused', reason: 'late' } as const
    expect(await database.db.enrollment.count({ where: late })).toBe(0)
    rig.pass(hour / 4)
    await rig.send()
    expect(await database.db.enrollment.count({ where: late })).toBe(3)
    await releaseLate(rig.deps, { ...campaign.as, what: 'send' })
    await wakeEnrollments(rig.deps, {}, never)
    await rig.send()
    expect(await mailsGot(database.db, campaign)).toEqual({ One: 3 })
  })

  it('can be left out: the ledger says so, and the next ones follow', async () => {
    const campaign = await late(2)
    expect(await campaign.decide('skip')).toEqual({ sent: 0, skipped: 3, completed: 0 })
    expect(await mailsGot(database.db, campaign)).toEqual({ '': 3 })
    expect(await database.db.message.count({ where: { campaignId: campaign.id, reason: 'too late' } })).toBe(
      3,
    )
    await nextDay(campaign)
    expect(await mailsGot(database.db, campaign)).toEqual({ Two: 3 })
  })

  it('that were the last are through when they are left out, and so is the campaign', async () => {
    const campaign = await late(1)
    expect(await campaign.decide('skip')).toEqual({ sent: 0, skipped: 0, completed: 3 })
    expect(await standingAll(database.db, campaign)).toEqual({ skipped: 3 })
    const { status } = await database.db.campaign.findUniqueOrThrow({ where: { id: campaign.id } })
    expect(status).toBe('completed')
  })

  it('are decided about once: a second word finds nobody', async () => {
    const campaign = await late(2)
    const both = await Promise.all([campaign.decide('send'), campaign.decide('send')])
    expect(new Set(both.map(({ sent }) => sent))).toEqual(new Set([0, 3]))
    expect(await mailsGot(database.db, campaign)).toEqual({ One: 3 })
  })
})
