import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import type { PlannedStep } from '../../../src/domain/plan.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { planOf } from '../../support/plans.ts'
import { until } from '../../support/until.ts'
import { launched, mailsGot } from './control-rig.ts'
import { edit, extra, one, rowOf, runOut, three, two } from './edit-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(() => database.db.campaign.updateMany({ data: { status: 'cancelled' } }))

describe('whoever’s mail is with the provider during a move', () => {
  /** Edits while the first batch is with the provider, which then ends as `fate` says. */
  async function editedInCall(steps: PlannedStep[], fate: 'answered' | 'refused' | 'answer-lost' | 'lost') {
    const campaign = await launched(database.db, planOf([one, two]), { people: 4, sendBatch: 2 })
    const { office, deps } = campaign.rig
    const { sendBatch } = office
    let edited: unknown = null
    const email = {
      ...office,
      sendBatch: async (mails: Parameters<typeof sendBatch>[0]) => {
        office.fates.push(edited === null ? fate : 'answered')
        edited ??= await edit(campaign, steps)
        return sendBatch(mails)
      },
    }
    Object.assign(deps, { email })
    await campaign.rig.send()
    return { campaign, edited }
  }

  it.each(['answered', 'refused', 'answer-lost', 'lost'] as const)(
    'goes on in the new version once it is settled (%s), and gets everything once',
    async (fate) => {
      const { campaign, edited } = await editedInCall([one, extra, two, three], fate)
      expect(edited).toMatchObject({ moved: 2, following: 2 })
      await campaign.rig.reconcileLater()
      await runOut(campaign)
      expect(await mailsGot(database.db, campaign)).toEqual({ 'One, Extra, Two, Three': 4 })
      expect(new Set(campaign.rig.office.copies.values())).toEqual(new Set([1]))
      expect((await rowOf(database.db, campaign)).status).toBe('completed')
    },
  )

  it.each(['answered', 'refused', 'answer-lost', 'lost'] as const)(
    'goes on after a step that was taken out (%s)',
    async (fate) => {
      const { campaign } = await editedInCall([two, three], fate)
      await campaign.rig.reconcileLater()
      await runOut(campaign)
      const got = await mailsGot(database.db, campaign)
      const accepted = fate === 'answered' || fate === 'answer-lost'
      expect(got).toEqual(accepted ? { 'One, Two, Three': 2, 'Two, Three': 2 } : { 'Two, Three': 4 })
      expect((await rowOf(database.db, campaign)).status).toBe('completed')
    },
  )
})

it('a move waits for whoever is being settled at that moment, and takes them along', async () => {
  const { db } = database
  const campaign = await launched(db, planOf([one, two]), { people: 1 })
  campaign.rig.office.fates.push('answer-lost')
  await campaign.rig.send()
  const waiting = () => db.$queryRaw<unknown[]>`SELECT FROM pg_locks WHERE NOT granted`
  let editing: Promise<unknown> = Promise.resolve()
  await db.$transaction(async (tx) => {
    const second = await tx.step.findFirstOrThrow({
      where: { campaignVersion: { campaignId: campaign.id }, position: 2 },
    })
    await tx.message.updateMany({ where: { campaignId: campaign.id }, data: { state: 'sent' } })
    await tx.enrollment.updateMany({
      where: { campaignId: campaign.id },
      data: { stepId: second.id, nextAt: new Date('2026-11-23T09:00:00Z') },
    })
    editing = edit(campaign, [one, two, three])
    await until('the edit to wait for the enrollment', async () => (await waiting()).length > 0)
  })
  expect(await editing).toMatchObject({ moved: 1, following: 0 })
})

it('nobody is stuck or mailed twice, whatever is edited while several lanes send and calls go wrong', async () => {
  const campaign = await launched(database.db, planOf([one, two], { maxLatenessMinutes: 10_080 }), {
    people: 60,
    sendBatch: 4,
  })
  const { rig } = campaign
  const plans = [
    [one, extra, two],
    [two, one],
    [one, two, three],
    [three, one, two, extra],
    [one, three, extra],
  ]
  for (const [round, steps] of plans.entries()) {
    rig.office.fates.push('answered', 'lost', 'answer-lost', 'refused', 'answered', 'answer-lost')
    await Promise.all([
      rig.send(),
      rig.send(),
      edit(campaign, steps, { inFlight: round % 4 === 3 ? 'finish' : 'move' }),
      rig.send(),
    ])
    await rig.reconcileLater()
  }
  rig.office.fates.length = 0
  for (let again = 0; again < 3; again += 1) {
    await runOut(campaign)
    await rig.reconcileLater()
  }
  const open = await database.db.enrollment.count({
    where: { campaignId: campaign.id, status: { in: ['active', 'paused'] } },
  })
  const parked = await database.db.message.count({ where: { campaignId: campaign.id, state: 'needs_human' } })
  expect(open).toBe(0)
  expect(Math.max(...rig.office.copies.values())).toBe(1)
  const messages = await database.db.message.findMany({ where: { campaignId: campaign.id, state: 'sent' } })
  expect(new Set(messages.map((m) => `${m.enrollmentId} ${m.stepKey}`)).size).toBe(messages.length)
  expect(rig.office.copies.size).toBe(messages.length)
  expect(parked).toBeLessThan(60)
})
