import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { enrollImport, whereaboutsOf } from '../../src/db/enroll-queries.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { insertCampaign, insertContact } from '../support/rows.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())

it('somebody whose country an import changes while their campaign is launched is enrolled all the same', async () => {
  const { db } = database
  const { id: campaignId, importId, versionId, stepId } = await insertCampaign(db)
  const [stays, moves] = [await insertContact(db), await insertContact(db)]
  for (const { id: contactId } of [stays, moves])
    await db.importContact.create({ data: { importId, contactId } })
  const [here, later] = [new Date('2026-11-20T09:00:00Z'), new Date('2026-11-20T17:00:00Z')]
  const places = (await whereaboutsOf(db, importId)).map((at) =>
    Object.assign({ zone: 'UTC', dueAt: here }, at),
  )
  await db.contact.update({ where: { id: moves.id }, data: { country: 'US' } })
  const elsewhere = { zone: 'Europe/Berlin', dueAt: later }
  const rules = { holdoutPercent: 0, reentry: 'never', runs: [], turn: null, now: here } as const
  const enrolling = { campaignId, importId, versionId, stepId, places, elsewhere, ...rules }
  expect(await enrollImport(db, enrolling)).toMatchObject({ audience: 2 })
  const found = await db.enrollment.findFirst({ where: { contactId: moves.id } })
  expect(found).toMatchObject({ zone: 'Europe/Berlin', nextAt: later })
  expect(await db.enrollment.findFirst({ where: { contactId: stays.id } })).toMatchObject({ nextAt: here })
  expect(await db.campaignZone.count({ where: { campaignId } })).toBe(2)
})
