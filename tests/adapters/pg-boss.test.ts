import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { type PgBossQueue, pgBossQueue } from '../../src/adapters/pg-boss.ts'
import { jobs } from '../../src/ports/jobs.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { quietLog } from '../support/quiet-log.ts'
import { until } from '../support/until.ts'

let database: TestDatabase
let queue: PgBossQueue
const shown: string[] = []

beforeAll(async () => {
  database = await testDatabase()
  queue = pgBossQueue({ url: database.url, log: quietLog().log })
  await queue.start()
  await queue.work(
    jobs.showCampaign,
    async ({ campaignId }) => {
      shown.push(campaignId)
      return Promise.resolve()
    },
    1,
  )
})
afterAll(async () => {
  await queue.stop()
  await database.stop()
})

const ask = (campaignId: string, afterSeconds?: number) => ({
  payload: { campaignId },
  key: campaignId,
  ...(afterSeconds === undefined ? {} : { afterSeconds }),
})
const timesShown = (campaignId: string) => shown.filter((id) => id === campaignId).length

describe('the queue', () => {
  it('does not keep what is wanted now waiting behind the same thing wanted later', async () => {
    const id = randomUUID()
    await database.db.$transaction(async (tx) => {
      await queue.enqueue(tx, jobs.showCampaign, ask(id, 3600))
      await queue.enqueue(tx, jobs.showCampaign, ask(id))
    })
    await until('the card to be drawn', () => timesShown(id) > 0)
    expect(timesShown(id)).toBe(1)
  })

  it('does not put off what is wanted now when the same thing is wanted later too', async () => {
    const id = randomUUID()
    await database.db.$transaction(async (tx) => {
      await queue.enqueue(tx, jobs.showCampaign, ask(id))
      await queue.enqueue(tx, jobs.showCampaign, ask(id, 3600))
    })
    await until('the card to be drawn', () => timesShown(id) > 0)
    expect(timesShown(id)).toBe(1)
  })

  it('runs nothing of a change before the change is there, even where the job was waiting already', async () => {
    const [id, other] = [randomUUID(), randomUUID()]
    await database.db.$transaction((tx) => queue.enqueue(tx, jobs.showCampaign, ask(id, 3600)))
    await database.db.$transaction(async (tx) => {
      await queue.enqueue(tx, jobs.showCampaign, ask(id))
      await database.db.$transaction((later) => queue.enqueue(later, jobs.showCampaign, ask(other)))
      await until('a later job to run', () => timesShown(other) === 1)
      expect(timesShown(id)).toBe(0)
    })
    await until('the job to run after the commit', () => timesShown(id) === 1)
  })

  it('runs nothing of a change that was rolled back', async () => {
    const [id, other] = [randomUUID(), randomUUID()]
    const undone = database.db.$transaction(async (tx) => {
      await queue.enqueue(tx, jobs.showCampaign, ask(id))
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    await database.db.$transaction((tx) => queue.enqueue(tx, jobs.showCampaign, ask(other)))
    await until('a later job to run', () => timesShown(other) === 1)
    expect(timesShown(id)).toBe(0)
  })
})
