import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { campaignProgress } from '../../src/db/campaign-queries.ts'
import { leftOutOf } from '../../src/db/left-out-queries.ts'
import { findPaused } from '../../src/db/paused-queries.ts'
import { insertCampaign } from '../support/rows.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())

it('every index of the schema file is there', async () => {
  const found = await database.db.$queryRaw<{ index: string }[]>`
    SELECT tablename || ' ' || substring(indexdef FROM '\\((.*)\\)$') AS index FROM pg_indexes WHERE schemaname = 'public'`
  const inDatabase = new Set(found.map(({ index }) => index.replaceAll('"', '')))
  const source = await readFile('prisma/schema.prisma', 'utf8')
  const wanted = [...source.matchAll(/^model \w+ \{([\s\S]*?)^\}/gm)].flatMap(([, body = '']) => {
    const table = /@@map\("(\w+)"\)/.exec(body)?.[1]
    const column = (field: string) =>
      new RegExp(`^ {2}${field} .*@map\\("(\\w+)"\\)`, 'm').exec(body)?.[1] ?? field
    return [...body.matchAll(/@@(?:index|unique)\(\[(.+?)\]\)/g)].map(
      ([, fields = '']) => `${table} ${fields.split(', ').map(column).join(', ')}`,
    )
  })
  expect(wanted.length).toBeGreaterThan(25)
  expect(wanted.filter((index) => !inDatabase.has(index))).toEqual([])
})

it.each(['message', 'enrollment'])(
  'a page of an old campaign is read without looking at the %s rows of newer ones',
  async (table) => {
    const { db } = database
    const old = await insertCampaign(db)
    await fill(old, 2_000)
    for (let newer = 0; newer < 4; newer += 1) await fill(await insertCampaign(db), 5_000)
    await db.$executeRawUnsafe(`ANALYZE ${table}`)
    const plan = await db.$queryRawUnsafe<{ 'QUERY PLAN': string }[]>(
      `EXPLAIN (ANALYZE, COSTS off) SELECT * FROM ${table} WHERE campaign_id = '${old.id}' ORDER BY id DESC LIMIT 501`,
    )
    const lines = plan.map((line) => line['QUERY PLAN']).join('\n')
    expect(lines).toContain(`Index Scan Backward using ${table}_campaign_id_id_idx`)
    expect(lines).not.toMatch(/Sort|Removed/)
  },
)

it('where the people of a large campaign stand is counted in sets, and not by a look for each of them', async () => {
  const { db } = database
  const campaign = await insertCampaign(db)
  await fill(campaign, 3_000)
  await db.$executeRawUnsafe('ANALYZE message, enrollment')
  const { progress, looks } = await db.$transaction(async (tx) => {
    const found = await campaignProgress(tx, [campaign.id])
    const [row] = await tx.$queryRaw<{ looks: number }[]>`
      SELECT pg_stat_get_xact_numscans('message_enrollment_id_step_key_key'::regclass)::int AS looks`
    return { progress: found.get(campaign.id), looks: row?.looks ?? 0 }
  })
  expect(progress).toMatchObject({ audience: 3_000 })
  expect(looks).toBeLessThan(10)
})

it('why the people of a large cancelled campaign were left out is counted in sets, too', async () => {
  const { db } = database
  const campaign = await insertCampaign(db)
  await fill(campaign, 3_000)
  await db.$executeRaw`UPDATE enrollment SET status = 'stopped', reason = 'cancelled'`
  await db.$executeRawUnsafe('ANALYZE message, enrollment')
  const { leftOut, looks } = await db.$transaction(async (tx) => {
    const found = await leftOutOf(tx, campaign.id)
    const [row] = await tx.$queryRaw<{ looks: number }[]>`
      SELECT pg_stat_get_xact_numscans('message_enrollment_id_step_key_key'::regclass)::int AS looks`
    return { leftOut: found, looks: row?.looks ?? 0 }
  })
  expect(leftOut).toEqual([{ place: 'skipped', reason: 'cancelled', count: 3_000 }])
  expect(looks).toBeLessThan(10)
})

it('the paused people of a campaign are found without looking at everybody in flight', async () => {
  const { db } = database
  const campaign = await insertCampaign(db)
  await fill(campaign, 5_000)
  await db.$executeRaw`
    UPDATE enrollment SET status = 'paused', reason = 'replied' WHERE id IN (
      SELECT id FROM enrollment WHERE campaign_id = ${campaign.id}::uuid ORDER BY id LIMIT 12)`
  await db.$executeRawUnsafe('ANALYZE enrollment')
  const { people, scans } = await db.$transaction(async (tx) => {
    const found = await findPaused(tx, campaign.id, { limit: 10 })
    const [row] = await tx.$queryRaw<{ scans: number }[]>`
      SELECT pg_stat_get_xact_numscans('enrollment_paused_idx'::regclass)::int AS scans`
    return { people: found.length, scans: row?.scans ?? 0 }
  })
  expect({ people, scans }).toEqual({ people: 10, scans: 1 })
})

/** People enrolled in a campaign, each with a message. */
async function fill({ id, versionId }: { id: string; versionId: string }, count: number): Promise<void> {
  const { db } = database
  await db.$executeRaw`
    INSERT INTO contact (email) SELECT n || '@pages.example' FROM generate_series(1, 5000) n ON CONFLICT DO NOTHING`
  await db.$executeRaw`
    WITH enrolled AS (
      INSERT INTO enrollment (campaign_id, campaign_version_id, contact_id)
      SELECT ${id}::uuid, ${versionId}::uuid, c.id FROM contact c LIMIT ${count}
      RETURNING id, campaign_id, contact_id)
    INSERT INTO message (direction, purpose, state, campaign_id, enrollment_id, contact_id, address)
    SELECT 'outbound', 'sequence', 'sent', campaign_id, id, contact_id, 'a@pages.example' FROM enrolled`
}
