import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { findLeftBehind } from '../../src/db/due-queries.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())

const yesterday = new Date(Date.now() - 24 * 60 * 60 * 1000)

it('looks after every kind of row, however many of one kind are stuck, and in time after all of those', async () => {
  const { db } = database
  const member = await db.member.create({ data: { slackUserId: 'U1', name: 'Mara' } })
  const waiting = { fileName: 'a.csv', status: 'received', mapping: [], createdAt: yesterday } as const
  const imports = Array.from({ length: 250 }, () => ({ ...waiting, createdById: member.id }))
  await db.import.createMany({ data: imports })
  const inbound = await db.webhookDelivery.create({
    data: { source: 'postmark-inbound', dedupeKey: randomUUID(), payload: {}, receivedAt: yesterday },
  })
  const found = await findLeftBehind(db, new Date())
  expect(found).toContainEqual({ kind: 'inbound', id: inbound.id })
  expect(found).toHaveLength(201)
  const ids = new Set<string>()
  for (let round = 0; round < 30; round += 1) {
    for (const { kind, id } of await findLeftBehind(db, new Date())) if (kind === 'import') ids.add(id)
  }
  expect(ids.size).toBe(250)
})
