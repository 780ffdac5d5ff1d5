import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { beginCounting, fillCounts } from '../../src/db/fill-queries.ts'
import { noLimits } from '../../src/domain/plan-defaults.ts'
import { enroll, insertCampaign, insertContact } from '../support/rows.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())

it('what a sender sent that day is counted without reading what it sent before, or what others send', async () => {
  const { db } = database
  const ours = [await sentBy('ours@s.example', 4_000, 40), await sentBy('ours@s.example', 300, 0)]
  await sentBy('theirs@s.example', 4_000, 0)
  await db.$executeRawUnsafe('ANALYZE message, campaign, campaign_version')
  const limits = { ...noLimits, perSenderDay: 500, perCampaignDay: 500, perDomainHour: 500 }
  for (const campaignId of ours) await beginCounting(db, { campaignId, limits })
  const read = await db.$transaction(async (tx) => {
    for (const campaignId of ours) await fillCounts(tx, { campaignId, limits, now: new Date() })
    const rows = await tx.$queryRaw<{ of: string; fetched: number }[]>`
      SELECT relname AS of, greatest(pg_stat_get_xact_tuples_returned(oid), pg_stat_get_xact_tuples_fetched(oid))::int AS fetched
      FROM pg_class WHERE relname LIKE 'message%' AND relkind IN ('r', 'i') AND pg_stat_get_xact_numscans(oid) > 0`
    return Object.fromEntries(rows.map(({ of, fetched }) => [of, fetched]))
  })
  // For the sender twice, for the campaign and for its domains once, and the first mail of either campaign twice.
  expect(read).toEqual({ message_campaign_id_id_idx: 4 * 300 + 4 })
  const { _sum } = await db.sendCount.aggregate({
    where: { key: 'sender:ours@s.example' },
    _sum: { taken: true },
  })
  expect(_sum.taken).toBe(300)
})

/** A campaign of a sender with so many mails, sent so many days ago. Returns its id. */
async function sentBy(senderEmail: string, mails: number, daysAgo: number): Promise<string> {
  const { db } = database
  const campaign = await insertCampaign(db, { senderEmail })
  const { id: enrollmentId, contactId } = await enroll(db, {
    campaign,
    contactId: (await insertContact(db)).id,
  })
  await db.$executeRaw`
    INSERT INTO message (id, direction, purpose, state, campaign_id, enrollment_id, step_id, step_key, contact_id, address, claimed_at)
    SELECT uuidv7(make_interval(days => ${-daysAgo}::int)), 'outbound', 'sequence', 'sent', ${campaign.id}::uuid, ${enrollmentId}::uuid,
      ${campaign.stepId}::uuid, gen_random_uuid(), ${contactId}::uuid, 'a@p.example', now() - make_interval(days => ${daysAgo}::int)
    FROM generate_series(1, ${mails}::int)`
  return campaign.id
}
