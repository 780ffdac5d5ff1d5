import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { claimChosen } from '../../../src/db/claim-queries.ts'
import type { Tx } from '../../../src/db/client.ts'
import { beginCounting, fillCounts } from '../../../src/db/fill-queries.ts'
import { frozenStep } from '../../../src/db/step-queries.ts'
import { noLimits } from '../../../src/domain/plan-defaults.ts'
import { claimBatch } from '../../support/claim.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { until } from '../../support/until.ts'
import { day } from '../campaign/control-rig.ts'
import { countedOf, senderRig } from './sender-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(() => database.db.campaign.updateMany({ data: { status: 'cancelled' } }))

/** Claims so many people of a campaign, as long as the transaction lasts. */
async function claimSome(tx: Tx, campaignId: string, { people: take, now }: { people: number; now: Date }) {
  const people = await tx.enrollment.findMany({ where: { campaignId, withProvider: false }, take })
  const step = await frozenStep(tx, people[0]?.stepId ?? '')
  const request = { campaignId, step, now, attempt: randomUUID(), limit: people.length }
  const anyTime = { closed: [], lateBefore: new Date(0), beyond: null }
  await claimChosen(tx, { ...request, ...anyTime }, { ids: people.map(({ id }) => id) })
}

/** Waits until somebody waits for a lock. */
const lockedOut = () =>
  until('somebody to wait for a lock', async () => {
    const rows = await database.db.$queryRaw<object[]>`
      SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
    return rows.length > 0
  })

describe('a launch that limits its sender', () => {
  it('counts what is with the provider once, before and after it is settled, and not what comes back', async () => {
    const rig = senderRig(database.db)
    await rig.launch({}, 6)
    const { sendBatch } = rig.office
    const counts: number[] = []
    const email: typeof rig.office = {
      ...rig.office,
      sendBatch: async (mails) => {
        if (counts.length === 0) {
          await rig.launch({ perSenderDay: 1 }, 1)
          rig.office.fates.push('refused')
        }
        counts.push(await countedOf(database.db, rig.sender))
        return sendBatch(mails)
      },
    }
    Object.assign(rig.deps, { email })
    await rig.send()
    expect(counts).toEqual([6])
    expect(await countedOf(database.db, rig.sender)).toBe(0)
    await database.db.sendHold.deleteMany()
  })

  it('waits for a claim that began before anybody limited the sender', async () => {
    const { db } = database
    const rig = senderRig(db)
    const free = await rig.launch({}, 6)
    let launch: Promise<unknown> = Promise.resolve()
    await db.$transaction(async (tx) => {
      await claimSome(tx, free.id, { people: 6, now: rig.now() })
      launch = rig.launch({ perSenderDay: 10 }, 3)
      await lockedOut()
    })
    await launch
    expect(await countedOf(db, rig.sender)).toBe(6)
  })

  it('lets a claim wait that comes between filling its counts and the end', async () => {
    const { db } = database
    const rig = senderRig(db)
    await rig.launch({}, 6)
    const now = rig.now()
    const claim = (limit: number) => claimBatch(db, { now, attempt: randomUUID(), limit })
    await claim(2)
    rig.pass(1)
    const { id: campaignId } = await rig.launch({ perSenderDay: 10 }, 1)
    let later: ReturnType<typeof claim> | undefined
    await db.$transaction(async (tx) => {
      await fillCounts(tx, { campaignId, limits: { ...noLimits, perSenderDay: 10 }, now })
      later = claim(3)
      await lockedOut()
    })
    expect((await later)?.messages).toHaveLength(3)
    expect(await countedOf(db, rig.sender)).toBe(5)
  })

  it('waits for a claim that has counted and is not through, to know of that and of those before', async () => {
    const { db } = database
    const rig = senderRig(db)
    const { id: campaignId } = await rig.launch({}, 6)
    const now = rig.now()
    await db.$transaction((tx) => claimSome(tx, campaignId, { people: 2, now }))
    const limiting = { campaignId, limits: { ...noLimits, perSenderDay: 10 } }
    await beginCounting(db, limiting)
    let filling: Promise<void> | undefined
    await db.$transaction(async (tx) => {
      await claimSome(tx, campaignId, { people: 3, now })
      filling = db.$transaction((other) => fillCounts(other, { ...limiting, now }))
      await lockedOut()
    })
    await filling
    expect(await countedOf(db, rig.sender)).toBe(5)
  })
})

describe('a warm-up', () => {
  const days = async (sender: string) =>
    (
      await database.db.$queryRaw<{ first: string }[]>`
      SELECT first_at::text AS first FROM send_limit WHERE key = ${`sender:${sender}`}`
    )[0]?.first

  it('begins with the first mail of the sender, limited or not', async () => {
    const rig = senderRig(database.db)
    await rig.launch({}, 1)
    await rig.send()
    rig.pass(5 * day)
    await rig.launch({ warmUp: true }, 1)
    await rig.send()
    expect(await days(rig.sender)).toBe('2026-11-20 09:00:00+00')
  })

  it('of a sender that has not sent yet begins when it does, however long ago a campaign of it was limited', async () => {
    const rig = senderRig(database.db)
    const { id } = await rig.launch({ perSenderDay: 5, warmUp: true }, 1)
    rig.office.fates.push('refused')
    await rig.send()
    await database.db.campaign.update({ where: { id }, data: { status: 'cancelled' } })
    await database.db.sendHold.deleteMany()
    rig.pass(50 * day)
    await rig.launch({ warmUp: true }, 1)
    rig.pass(day)
    await rig.send()
    expect(await days(rig.sender)).toBe('2027-01-10 09:00:00+00')
  })
})
