import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import type { InvariantName } from '../../../src/domain/invariant.ts'
import type { SendLimits } from '../../../src/domain/plan.ts'
import { noLimits } from '../../../src/domain/plan-defaults.ts'
import { cancelCampaign } from '../../../src/operations/campaign/cancel.ts'
import { explainCampaign } from '../../../src/operations/campaign/explain.ts'
import { foreseeCampaigns } from '../../../src/operations/campaign/foresee.ts'
import { recallCampaign } from '../../../src/operations/campaign/recall.ts'
import { checkInvariants } from '../../../src/operations/ledger/check-invariants.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { plannedStep, planOf } from '../../support/plans.ts'
import { enroll, insertCampaign } from '../../support/rows.ts'
import { day, launched, minute, standingAll } from '../campaign/control-rig.ts'
import { dueCampaign, ledgerRig, standing } from './ledger-rig.ts'
import { claimCall, clear, mailsOf, settleCall, taken, whileCalling } from './open-call-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(() => clear(database.db))

const plan = planOf([plannedStep('One')])
const statusOf = async ({ id }: { id: string }) =>
  (await database.db.campaign.findUniqueOrThrow({ where: { id } })).status

describe('while a batch is with the provider', () => {
  it('everybody of it is counted as that, wherever people are counted', async () => {
    const { db } = database
    const campaign = await launched(db, plan, { people: 5, sendBatch: 3 })
    const { rig } = campaign
    await whileCalling(rig, async () => {
      expect(await standing(db, campaign)).toMatchObject({ audience: 5, sending: 3, waiting: 2 })
      expect(await standingAll(db, campaign)).toEqual({ sending: 3, waiting: 2 })
      const { lines, total } = await explainCampaign(rig.deps, { campaignId: campaign.id })
      expect(total).toBe(5)
      expect(lines.map(({ count, why }) => `${count} ${why}`).toSorted()).toEqual([
        '2 due, and next in line',
        '3 with the email provider at this moment',
      ])
      const { ahead, underWay } = await foreseeCampaigns(rig.deps)
      expect(underWay).toEqual({ calls: 1, webhooks: 0 })
      expect(ahead.map(({ kind, people }) => [kind, people])).toEqual([
        ['step', 2],
        ['ask', 3],
      ])
    })
    expect(await standing(db, campaign)).toMatchObject({ audience: 5, sent: 5 })
    expect(await foreseeCampaigns(rig.deps)).toMatchObject({ ahead: [], underWay: { calls: 0 } })
    expect(await statusOf(campaign)).toBe('completed')
  })

  it('a batch of new mails and of mails that are tried again is one call', async () => {
    const { db } = database
    const rig = ledgerRig(db)
    const campaign = await dueCampaign(db, 2)
    const [tried] = await db.enrollment.findMany({ where: { campaignId: campaign.id } })
    await db.enrollment.update({ where: { id: tried?.id ?? '' }, data: { dueSince: rig.deps.clock.now() } })
    await claimCall(rig)
    expect((await foreseeCampaigns(rig.deps)).underWay.calls).toBe(1)
  })

  it('a campaign is not through, although everybody has left it meanwhile', async () => {
    const { db } = database
    const rig = ledgerRig(db)
    const campaign = await dueCampaign(db, 2)
    await whileCalling(rig, async () => {
      await db.enrollment.updateMany({
        where: { campaignId: campaign.id },
        data: { status: 'stopped', reason: 'unsubscribed', nextAt: null },
      })
      await ledgerRig(db).send()
      expect(await statusOf(campaign)).toBe('running')
      expect(await standing(db, campaign)).toMatchObject({ audience: 2, sending: 2 })
    })
    expect(await standing(db, campaign)).toMatchObject({ sent: 2 })
    expect(await statusOf(campaign)).toBe('completed')
  })

  const ends = { cancelled: cancelCampaign, recalled: recallCampaign }
  const cases = (['cancelled', 'recalled'] as const).flatMap((how) => [
    { how, fate: 'answered', became: { sent: 2, notWritten: 2 }, states: ['sent', 'sent'] } as const,
    { how, fate: 'refused', became: { notWritten: 4 }, states: ['skipped', 'skipped'] } as const,
  ])

  it.each(cases)(
    'a campaign that is $how says whose mail cannot be called back; when the call was $fate it is what became of it',
    async ({ how, fate, became, states }) => {
      const { db } = database
      const campaign = await launched(db, plan, { people: 4, sendBatch: 2 })
      const { rig } = campaign
      rig.office.fates.push(fate)
      await whileCalling(rig, async () => {
        const ended = await ends[how](rig.deps, campaign.as)
        expect(ended).toMatchObject({ stopped: 4, takenBack: 2, withProvider: 2 })
        expect(await standingAll(db, campaign)).toEqual({ sending: 2, notWritten: 2 })
      })
      rig.pass(10 * minute)
      await rig.send()
      expect(await standingAll(db, campaign)).toEqual(became)
      const mails = await mailsOf(db, campaign)
      expect(mails.map(({ state }) => state)).toEqual(states)
      for (const { reason } of mails) expect(reason).toBe(fate === 'refused' ? how : null)
    },
  )
})

describe('limits', () => {
  /** A running campaign for these people, all due, under limits. */
  async function limited(
    limits: Partial<SendLimits>,
    { people, senderEmail }: { people: readonly { id: string }[]; senderEmail: string },
  ) {
    const under = planOf([plannedStep('Hello')], {
      limits: { ...noLimits, ...limits },
      maxLatenessMinutes: 50_000,
    })
    const campaign = await insertCampaign(database.db, { plan: under, senderEmail })
    for (const { id: contactId } of people) await enroll(database.db, { campaign, contactId })
    await database.db.enrollment.updateMany({
      where: { campaignId: campaign.id },
      data: { nextAt: new Date('2026-11-20T08:00:00Z') },
    })
    return campaign
  }
  const sender = () => `${randomUUID()}@s.example`

  it('on a contact count a mail that another campaign has with the provider', async () => {
    const { db } = database
    const rig = ledgerRig(db)
    const first = await dueCampaign(db, 3)
    let second: { id: string } | null = null
    await whileCalling(rig, async () => {
      const under = { people: first.people, senderEmail: sender() }
      const campaign = await limited({ perContact: { mails: 1, days: 7 } }, under)
      second = campaign
      await ledgerRig(db).send()
      expect(await standing(db, campaign)).toMatchObject({ waiting: 3 })
      const put = await db.enrollment.findMany({ where: { campaignId: campaign.id } })
      const free = new Date(rig.deps.clock.now().getTime() + 7 * day)
      expect(put.map(({ nextAt }) => nextAt)).toEqual([free, free, free])
    })
    rig.pass(7 * day)
    await rig.send()
    expect(await standing(db, second ?? first)).toMatchObject({ audience: 3, sent: 3 })
    expect(second).not.toBeNull()
  })

  it('on a sender count what is with the provider once, and get back what it did not take', async () => {
    const { db } = database
    const rig = ledgerRig(db)
    const senderEmail = sender()
    const { people } = await dueCampaign(db, 3)
    await db.campaign.updateMany({ data: { status: 'paused' } })
    const campaign = await limited({ perSenderDay: 9 }, { people, senderEmail })
    const counted = async () => {
      const { _sum } = await db.sendCount.aggregate({
        where: { key: `sender:${senderEmail}` },
        _sum: { taken: true },
      })
      return _sum.taken
    }
    rig.office.fates.push('refused')
    await whileCalling(rig, async () => expect(await counted()).toBe(3))
    expect(await counted()).toBe(0)
    rig.pass(10 * minute)
    await whileCalling(rig, async () => expect(await counted()).toBe(3))
    expect(await counted()).toBe(3)
    expect(await standing(db, campaign)).toMatchObject({ sent: 3 })
  })
})

describe('the ledger', () => {
  async function broken({
    deps,
  }: ReturnType<typeof ledgerRig>): Promise<Partial<Record<InvariantName, number>>> {
    await checkInvariants(deps)
    const rows = await database.db.invariant.findMany({ where: { violations: { gt: 0 } } })
    return Object.fromEntries(rows.map(({ name, violations }) => [name, violations]))
  }

  it('is sound while calls are open, until one is for longer than any worker and anybody who asks need', async () => {
    const rig = ledgerRig(database.db)
    await dueCampaign(database.db, 4)
    const calls = [await claimCall(rig, 2), await claimCall(rig, 2)]
    expect(await broken(rig)).toEqual({})
    rig.pass(rig.deps.settings.sendLeaseMs + rig.deps.settings.settleWindowMs + 299_000)
    expect(await broken(rig)).toEqual({})
    rig.pass(2_000)
    expect(await broken(rig)).toEqual({ 'settled-in-time': 4 })
    for (const { attempt, ids } of calls) await settleCall(rig, attempt, ids.map(taken))
    expect(await broken(rig)).toEqual({})
  })

  it('says who was claimed and is in no call and has no mail', async () => {
    const rig = ledgerRig(database.db)
    const campaign = await dueCampaign(database.db, 3)
    const { attempt } = await claimCall(rig, 2)
    expect(await broken(rig)).toEqual({})
    await database.db.openCall.delete({ where: { attempt } })
    expect(await broken(rig)).toEqual({ 'nobody-forgotten': 2 })
    expect(await standing(database.db, campaign)).toMatchObject({ waiting: 3 })
  })

  it('says who was suppressed before the call that their mail is in', async () => {
    const rig = ledgerRig(database.db)
    const { people } = await dueCampaign(database.db, 2)
    await claimCall(rig)
    await database.db.$executeRaw`
      INSERT INTO suppression (id, channel, address, reason, source)
      VALUES (uuidv7(interval '-5 minutes'), 'email', ${people[0]?.email}, 'unsubscribed', 'test')`
    expect(await broken(rig)).toEqual({ 'nobody-after-suppression': 1 })
  })
})
