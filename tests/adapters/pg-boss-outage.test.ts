import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { type PgBossQueue, pgBossQueue } from '../../src/adapters/pg-boss.ts'
import { jobs } from '../../src/ports/jobs.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { type DatabaseLine, databaseLine } from '../support/database-line.ts'
import { quietLog } from '../support/quiet-log.ts'
import { until } from '../support/until.ts'

let database: TestDatabase
let line: DatabaseLine
let queue: PgBossQueue
const { log, lines } = quietLog()

beforeAll(async () => {
  database = await testDatabase()
  line = await databaseLine(database.url)
  queue = pgBossQueue({ url: line.url, log })
  await queue.start()
})
afterAll(async () => {
  await queue.stop()
  line.stop()
  await database.stop()
})

it('a job that fails while the database is away runs again once it is back, without waiting for a missed heartbeat', async () => {
  let runs = 0
  await queue.work(
    jobs.showCampaign,
    () => {
      runs += 1
      if (runs > 1) return Promise.resolve()
      line.cut()
      return Promise.reject(new Error('The database is away'))
    },
    1,
  )
  const campaignId = randomUUID()
  await database.db.$transaction((tx) =>
    queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId }),
  )
  const faults = () => lines.filter(({ message }) => message === 'The queue reports a fault')
  await until('the queue to notice', () => faults().length > 1)
  line.mend()
  // A heartbeat is missed after 20 seconds at the earliest.
  await until('the second run', () => runs === 2, { timeoutMs: 15_000 })
  expect(faults().map(({ facts }) => facts['fault'])).not.toContainEqual(
    expect.stringMatching(/object|Worker/),
  )
})
