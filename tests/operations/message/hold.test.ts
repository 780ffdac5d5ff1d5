import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { dueCampaign, ledgerRig } from './ledger-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(async () => {
  await database.db.campaign.updateMany({ data: { status: 'cancelled' } })
})

it('sending rests although a call that was under way when it began to rest is answered well; a later one ends the rest', async () => {
  const { db } = database
  await dueCampaign(db, 4)
  const slow = ledgerRig(db, { sendBatch: 1 })
  const refused = ledgerRig(db, { sendBatch: 1 })
  refused.pass(1_000)
  refused.office.fates.push('refused')
  const { sendBatch } = slow.office
  slow.office.sendBatch = async (mails) => {
    slow.office.sendBatch = sendBatch
    await refused.send()
    slow.pass(1_500)
    return sendBatch(mails)
  }
  await slow.send()
  expect(slow.office.copies.size).toBe(1)
  expect(await db.sendHold.findMany()).toMatchObject([{ failures: 1 }])
  slow.pass(10_000)
  await slow.send()
  expect(slow.office.copies.size).toBe(4)
  expect(await db.sendHold.count()).toBe(0)
})
