import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { storeWebhook } from '../../../src/operations/webhook/store.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { recordingQueue } from '../../support/recording-queue.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await database.stop()
})
beforeEach(async () => {
  await database.db.webhookDelivery.deleteMany()
})

describe('a webhook', () => {
  it('is stored once however often and however simultaneously it comes, with one job', async () => {
    const { queue, recorded } = recordingQueue()
    const call = {
      source: 'postmark-event',
      dedupeKey: 'trace:1',
      payload: { RecordType: 'Delivery' },
    } as const
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => storeWebhook({ db: database.db, queue }, call)),
    )
    expect(outcomes.filter((outcome) => outcome === 'stored')).toHaveLength(1)
    expect(recorded).toEqual([{ job: 'apply-message-events', payload: {}, key: 'all' }])
    const rows = await database.db.webhookDelivery.findMany()
    expect(rows).toMatchObject([
      { source: 'postmark-event', payload: { RecordType: 'Delivery' }, appliedAt: null },
    ])
  })

  it('with an inbound mail gets a job of its own, which names its row', async () => {
    const { queue, recorded } = recordingQueue()
    const call = { source: 'postmark-inbound', dedupeKey: 'm1', payload: { MessageID: 'm1' } } as const
    await storeWebhook({ db: database.db, queue }, call)
    const { id } = await database.db.webhookDelivery.findFirstOrThrow()
    expect(recorded).toEqual([{ job: 'record-reply', payload: { webhookDeliveryId: id }, key: undefined }])
  })

  it('of one source does not count as a repetition of another source', async () => {
    const { queue } = recordingQueue()
    const deps = { db: database.db, queue }
    const call = { dedupeKey: 'same', payload: {} }
    expect(await storeWebhook(deps, { ...call, source: 'postmark-event' })).toBe('stored')
    expect(await storeWebhook(deps, { ...call, source: 'postmark-inbound' })).toBe('stored')
  })

  it.each([
    ['a mail that came in is not stored', 'postmark-inbound', 0],
    ['an event is stored once, for the clock to find', 'postmark-event', 1],
  ] as const)(
    'while no job can be put in line %s, and the vendor is told to try again',
    async (_, source, kept) => {
      const queue = { enqueue: () => Promise.reject(new Error('the queue is away')) }
      const call = { source, dedupeKey: `away-${source}`, payload: {} }
      await expect(storeWebhook({ db: database.db, queue }, call)).rejects.toThrow('the queue is away')
      expect(await database.db.webhookDelivery.count({ where: { dedupeKey: call.dedupeKey } })).toBe(kept)
    },
  )

  it('may hold characters that PostgreSQL refuses in JSON; they are replaced and the rest is kept', async () => {
    const { queue } = recordingQueue()
    const payload = {
      nul: 'a\u0000b',
      half: 'a\ud83dz',
      whole: '😀',
      written: String.raw`\u0000 and \\u0000 and \ud800`,
      'key\u0000': ['\udc00', { deep: '"\u0000"' }],
    }
    await storeWebhook({ db: database.db, queue }, { source: 'postmark-inbound', dedupeKey: 'odd', payload })
    const row = await database.db.webhookDelivery.findFirstOrThrow()
    expect(row.payload).toEqual({
      nul: 'a\uFFFDb',
      half: 'a\uFFFDz',
      whole: '😀',
      written: payload.written,
      'key\uFFFD': ['\uFFFD', { deep: '"\uFFFD"' }],
    })
  })
})
