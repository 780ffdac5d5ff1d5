import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { unsubscribeContact } from '../../../src/operations/contact/unsubscribe.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { until } from '../../support/until.ts'
import { dueCampaign, ledgerRig } from '../message/ledger-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())

it('waits for whoever settles the same message, who never waits for it', async () => {
  const { db } = database
  const rig = ledgerRig(db)
  const { id: campaignId } = await dueCampaign(db, 1)
  await rig.send()
  const { id, enrollmentId } = await db.message.findFirstOrThrow({ where: { campaignId } })
  const later = { status: 'active', nextAt: new Date('2026-11-27T09:00:00Z') } as const
  await db.enrollment.updateMany({ where: { campaignId }, data: later })
  const links = { ...rig.deps.links, readUnsubscribe: () => id }
  let leaving: Promise<unknown> | undefined
  // As settling does it: the enrollment first, then its message with the provider's id, which is a key.
  await db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM enrollment WHERE id = ${enrollmentId}::uuid FOR UPDATE`
    leaving = unsubscribeContact({ ...rig.deps, links }, { token: 'theirs' })
    await until('the unsubscribe to wait', async () => {
      const rows = await db.$queryRaw<object[]>`
        SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
      return rows.length > 0
    })
    await tx.message.update({ where: { id }, data: { providerMessageId: 'another' } })
  })
  expect(await leaving).toMatchObject({ kind: 'unsubscribed' })
  expect(await db.event.count({ where: { messageId: id, type: 'unsubscribed' } })).toBe(1)
})
