import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { findDueStep } from '../../src/db/due-step.ts'
import { stopEnrollments } from '../../src/db/enroll-queries.ts'
import { cancelCampaign } from '../../src/operations/campaign/cancel.ts'
import { dueCampaign, ledgerRig } from '../operations/message/ledger-rig.ts'
import { claimBatch } from '../support/claim.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { admin } from '../support/rows.ts'
import { until } from '../support/until.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())

const somebodyWaits = async () => {
  const [row] = await database.db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
  return row?.count === 1
}

it('claims pass by a campaign whose whole audience is being stopped, and take others meanwhile', async () => {
  const { db } = database
  const rig = ledgerRig(db)
  const ending = await dueCampaign(db, 4)
  const other = await dueCampaign(db, 2)
  await db.campaign.update({ where: { id: ending.id }, data: { priority: 9 } })
  const claim = () => claimBatch(db, { now: rig.deps.clock.now(), attempt: randomUUID(), limit: 500 })
  const cancelled = await db.$transaction(async (tx) => {
    // The cancellation has begun and waits for the first of its people; the others are still free.
    await tx.$queryRaw`
      SELECT id FROM enrollment WHERE campaign_id = ${ending.id}::uuid ORDER BY id LIMIT 1 FOR UPDATE`
    const cancelling = cancelCampaign(rig.deps, { campaignId: ending.id, actor: admin, origin: 'slack' })
    await until('the cancellation to wait', somebodyWaits)
    const { messages } = await claim()
    expect(messages.map(({ address }) => address).toSorted()).toEqual(
      other.people.map(({ email }) => email).toSorted(),
    )
    expect((await claim()).messages).toEqual([])
    return { cancelling }
  })
  expect(await cancelled.cancelling).toMatchObject({ stopped: 4, takenBack: 4 })
})

it('a campaign is claimed from again as soon as what held its audience was given up', async () => {
  const { db } = database
  const { id, people } = await dueCampaign(db, 3)
  const claim = () => claimBatch(db, { now: new Date(), attempt: randomUUID(), limit: 500 })
  const givenUp = db.$transaction(async (tx) => {
    await stopEnrollments(tx, id, 'cancelled')
    expect(await claim()).toMatchObject({ looked: 0 })
    throw new Error('given up')
  })
  await expect(givenUp).rejects.toThrow('given up')
  expect(await claim()).toMatchObject({ looked: people.length })
})

it('whoever looks for what is due holds the audience alone that it finds, however many are due', async () => {
  const { db } = database
  const campaigns = [await dueCampaign(db, 1), await dueCampaign(db, 1), await dueCampaign(db, 1)]
  const last = campaigns.at(-1)?.id ?? ''
  await db.campaign.update({ where: { id: last }, data: { priority: 9 } })
  await db.$transaction(async (tx) => {
    expect(await findDueStep(tx, new Date())).toMatchObject({ campaignId: last })
    expect(
      await tx.$queryRaw`
        SELECT count(*)::int AS held FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()`,
    ).toEqual([{ held: 1 }])
  })
})
