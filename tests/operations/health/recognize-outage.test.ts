import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { openDb } from '../../../src/db/client.ts'
import { recognizeOutage } from '../../../src/operations/health/recognize-outage.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'

const failure = (message: string, code?: string) =>
  Object.assign(new Error(message), code === undefined ? {} : { code })

it.each([
  ['nobody listens there', failure('connect ECONNREFUSED 127.0.0.1:5432', 'ECONNREFUSED')],
  ['PostgreSQL shuts down', failure('terminating connection due to administrator command', '57P01')],
  ['the line broke without a code', failure('Connection terminated unexpectedly')],
])('takes the database for away when %s', (_, error) => {
  expect(recognizeOutage(error)).toBe(true)
})

it.each([
  ['a row is there already', failure('Unique constraint failed on the fields: (`name`)', 'P2002')],
  [
    'a vendor’s line broke, which is only the cause',
    new Error('No answer', { cause: failure('reset', 'ECONNRESET') }),
  ],
  ['nothing is known', null],
])('does not when %s', (_, error) => {
  expect(recognizeOutage(error)).toBe(false)
})

describe('of transactions, which all fail with the same code,', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await testDatabase()
  })
  afterAll(() => database.stop())

  const failed = async (work: Promise<unknown>): Promise<unknown> => {
    const error: unknown = await work.then(
      () => null,
      (thrown: unknown) => thrown,
    )
    expect(error).toMatchObject({ code: 'P2028' })
    return error
  }

  it('takes the database for away when one got no connection to begin with', async () => {
    const narrow = openDb(database.url, 1)
    await narrow.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1`
      const second = narrow.$transaction((other) => other.$queryRaw`SELECT 1`, { maxWait: 50 })
      expect(recognizeOutage(await failed(second))).toBe(true)
    })
    await narrow.$disconnect()
  })

  it('does not when one took longer than it may, for the database answered all the time', async () => {
    const slow = database.db.$transaction(
      async (tx) => {
        await tx.$queryRaw`SELECT pg_sleep(0.2)::text`
        await tx.$queryRaw`SELECT 1`
      },
      { timeout: 50 },
    )
    expect(recognizeOutage(await failed(slow))).toBe(false)
  })

  it('does not when one was used after its end', async () => {
    const used = database.db.$transaction((tx) => Promise.resolve(() => tx.$queryRaw`SELECT 1`))
    expect(recognizeOutage(await failed(used.then((late) => late())))).toBe(false)
  })
})
