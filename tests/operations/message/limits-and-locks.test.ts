import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { stopEnrollments } from '../../../src/db/enroll-queries.ts'
import { lockCampaign } from '../../../src/db/lock-queries.ts'
import { noLimits } from '../../../src/domain/plan-defaults.ts'
import { sendDueMessages } from '../../../src/operations/message/send-due.ts'
import { claimBatch } from '../../support/claim.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { plannedStep, planOf } from '../../support/plans.ts'
import { enroll, insertCampaign, insertContact } from '../../support/rows.ts'
import { until } from '../../support/until.ts'
import { dueCampaign, ledgerRig, never } from './ledger-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())

it('a claim that lets its campaign rest never waits for whoever ends it, who waits for its people', async () => {
  const { db } = database
  const limits = { ...noLimits, gap: { seconds: 120, jitterSeconds: 0 } }
  const campaign = await insertCampaign(db, { plan: planOf([plannedStep('Hello')], { limits }) })
  const contact = await insertContact(db)
  const { id } = await enroll(db, { campaign, contactId: contact.id })
  const asked = { now: new Date(Date.now() + 60_000), attempt: randomUUID(), limit: 5 }
  let claim: ReturnType<typeof claimBatch> | undefined
  await db.$transaction(async (tx) => {
    await lockCampaign(tx, campaign.id)
    claim = claimBatch(db, asked)
    await until('the claim to wait', async () => {
      const rows = await db.$queryRaw<object[]>`
        SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
      return rows.length > 0
    })
    await stopEnrollments(tx, campaign.id, 'cancelled')
  })
  expect(await claim).toMatchObject({ messages: [] })
  expect(await db.enrollment.findUnique({ where: { id } })).toMatchObject({ status: 'stopped' })
})

it('those who live where it is night are put off together, however few mails a limit leaves', async () => {
  const { db } = database
  await db.campaign.updateMany({ data: { status: 'cancelled' } })
  const limits = { ...noLimits, gap: { seconds: 120, jitterSeconds: 0 } }
  const window = { days: [1, 2, 3, 4, 5] as const, from: '09:00', to: '17:00' }
  const given = { limits, window: { ...window, days: [...window.days] } }
  const campaign = await insertCampaign(db, { plan: planOf([plannedStep('Hello')], given) })
  const zones = ['UTC', 'Asia/Tokyo']
  await db.campaignZone.createMany({ data: zones.map((zone) => ({ campaignId: campaign.id, zone })) })
  const now = new Date('2026-11-20T10:00:00Z')
  for (const zone of ['Asia/Tokyo', 'Asia/Tokyo', 'Asia/Tokyo', 'UTC', 'UTC']) {
    const contact = await insertContact(db)
    const { id } = await enroll(db, { campaign, contactId: contact.id })
    await db.enrollment.update({ where: { id }, data: { zone, nextAt: now } })
  }
  expect((await claimBatch(db, { now, attempt: randomUUID(), limit: 5 })).messages).toHaveLength(1)
  const put = await db.enrollment.findMany({ where: { campaignId: campaign.id, zone: 'Asia/Tokyo' } })
  expect(put.map(({ nextAt }) => nextAt?.toISOString())).toEqual(
    [1, 2, 3].map(() => '2026-11-23T00:00:00.000Z'),
  )
  const waiting = { campaignId: campaign.id, zone: 'UTC', nextAt: now, withProvider: false }
  expect(await db.enrollment.count({ where: waiting })).toBe(1)
})

it('a lane whose people are held by somebody else comes back after a while, not at once', async () => {
  const { db } = database
  await db.campaign.updateMany({ data: { status: 'cancelled' } })
  const rig = ledgerRig(db)
  const { id } = await dueCampaign(db, 2)
  const waits: (number | undefined)[] = []
  const queue: typeof rig.deps.queue = {
    enqueue: (_tx, job, { afterSeconds }) => {
      if (job.name === 'send-due-messages') waits.push(afterSeconds)
      return Promise.resolve()
    },
  }
  await db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM enrollment WHERE campaign_id = ${id}::uuid FOR UPDATE`
    await sendDueMessages({ ...rig.deps, queue }, { lane: 1 }, never)
  })
  expect(waits).toEqual([1])
})
