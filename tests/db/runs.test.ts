import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { enrollImport } from '../../src/db/enroll-queries.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { insertCampaign } from '../support/rows.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())

const people = 3_000

/** A run of a campaign for the same people, all of whom an earlier run had; every tenth is under way there still. */
async function secondRun() {
  const { db } = database
  const first = await insertCampaign(db)
  const { importId } = first
  await db.$executeRaw`
    WITH person AS (
      INSERT INTO contact (email) SELECT n || '@runs.example' FROM generate_series(1, ${people}) n RETURNING id
    ), imported AS (
      INSERT INTO import_contact (import_id, contact_id) SELECT ${importId}::uuid, id FROM person
    )
    INSERT INTO enrollment (campaign_id, campaign_version_id, contact_id, status)
    SELECT ${first.id}::uuid, ${first.versionId}::uuid, id,
      (CASE WHEN row_number() OVER () % 10 = 0 THEN 'active' ELSE 'completed' END)::"EnrollmentStatus" FROM person`
  await db.$executeRawUnsafe('ANALYZE contact, import_contact, enrollment, reply')
  const run = await insertCampaign(db, { importId, runOfId: first.id })
  return { first, run, importId }
}

it('whom the earlier runs leave out is found in sets, and not by a look for each person', async () => {
  const { first, run, importId } = await secondRun()
  const { enrolled, looks } = await database.db.$transaction(async (tx) => {
    const enrolled = await enrollImport(tx, {
      campaignId: run.id,
      importId,
      versionId: run.versionId,
      stepId: run.stepId,
      places: [],
      elsewhere: { zone: 'UTC', dueAt: new Date() },
      holdoutPercent: 0,
      reentry: 'after-end',
      runs: [first.id],
      turn: null,
      now: new Date(),
    })
    const [row] = await tx.$queryRaw<{ looks: number }[]>`
      SELECT sum(pg_stat_get_xact_numscans(indexrelid))::int AS looks FROM pg_index
      WHERE indrelid IN ('enrollment'::regclass, 'reply'::regclass)`
    return { enrolled, looks: row?.looks ?? -1 }
  })
  expect(enrolled).toEqual({ audience: 2_700, heldOut: 0, waiting: 0, wentThrough: 300 })
  expect(looks).toBeGreaterThanOrEqual(0)
  expect(looks).toBeLessThan(20)
})

it('the later runs of a campaign that is deleted stay, as campaigns of their own', async () => {
  const first = await insertCampaign(database.db)
  const run = await insertCampaign(database.db, { runOfId: first.id })
  await database.db.campaign.delete({ where: { id: first.id } })
  expect(await database.db.campaign.findUnique({ where: { id: run.id } })).toMatchObject({ runOfId: null })
})
