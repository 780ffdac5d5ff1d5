import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { type DatabaseClock, databaseClock } from '../../../src/adapters/database-clock.ts'
import { databaseTime } from '../../../src/db/clock-queries.ts'
import { reconcileMessages } from '../../../src/operations/message/reconcile.ts'
import { sendDueMessages } from '../../../src/operations/message/send-due.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { restoreMachineClock, setMachineClock } from '../../support/machine-clock.ts'
import { quietLog } from '../../support/quiet-log.ts'
import { whileCalling } from './open-call-rig.ts'
import { dueCampaign, ledgerRig, never } from './ledger-rig.ts'

const hour = 3_600_000

let database: TestDatabase
/** How far the database's clock was set. */
let setMs = 0
const clocks: DatabaseClock[] = []
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(async () => {
  restoreMachineClock()
  for (const clock of clocks.splice(0)) clock.stop()
  await database.db.campaign.updateMany({ data: { status: 'cancelled' } })
})

/** The clock of a process that starts now, on a machine whose own is as far off as the database's. */
async function processClock(): Promise<DatabaseClock> {
  setMachineClock(new Date((await databaseTime(database.db)) + setMs))
  const ask = async () => (await databaseTime(database.db)) + setMs
  const clock = await databaseClock({ ask, log: quietLog().log })
  clocks.push(clock)
  return clock
}

/** Three people who are due, whoever's clock is asked. */
async function duePeople(): Promise<void> {
  const { id } = await dueCampaign(database.db, 3)
  const nextAt = new Date((await databaseTime(database.db)) - 2 * hour)
  await database.db.enrollment.updateMany({ where: { campaignId: id }, data: { nextAt } })
}

describe('the database’s clock being set while a call is under way', () => {
  it.each([
    ['ahead, as another process has heard already', 0, hour],
    ['back, as another process has not heard yet', hour, 0],
  ])('%s: that one does not take the call for lost', async (_, from, to) => {
    setMs = from
    await duePeople()
    const other = await processClock()
    if (to < from) setMs = to
    const own = await processClock()
    const rig = ledgerRig(database.db)
    const others = { ...rig.deps, clock: other }
    rig.deps.clock = own
    await whileCalling(rig, async () => {
      setMs = to
      if (to > from) await other.surelyAgo(0)
      await reconcileMessages(others, {}, never)
      await sendDueMessages(others, { lane: 2 }, never)
    })
    expect(rig.office.asked).toEqual([])
    expect([...rig.office.copies.values()]).toEqual([1, 1, 1])
  })
})
