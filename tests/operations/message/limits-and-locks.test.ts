import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { stopEnrollments } from '../../../src/db/enroll-queries.ts'
import { lockCampaign } from '../../../src/db/lock-queries.ts'
import { noLimits } from '../../../src/domain/plan-defaults.ts'
import { claimBatch } from '../../support/claim.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { plannedStep, planOf } from '../../support/plans.ts'
import { enroll, insertCampaign, insertContact } from '../../support/rows.ts'
import { until } from '../../support/until.ts'

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
