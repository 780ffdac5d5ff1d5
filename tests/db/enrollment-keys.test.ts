import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { enroll, insertCampaign, insertContact, insertMessage } from '../support/rows.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())

const twoCampaigns = async () => {
  const { db } = database
  const [campaign, other] = [await insertCampaign(db), await insertCampaign(db)]
  const { id: contactId } = await insertContact(db)
  return { db, campaign, other, contactId }
}

it.each(['stepId', 'versionId', 'id'] as const)(
  'nobody stands at a step, on a version and in a campaign that do not belong together (%s)',
  async (key) => {
    const { db, campaign, other, contactId } = await twoCampaigns()
    await expect(enroll(db, { campaign: { ...campaign, [key]: other[key] }, contactId })).rejects.toThrow(
      /Foreign key/,
    )
  },
)

it('a mail of an enrollment is for whoever is enrolled, and for somebody', async () => {
  const { db, campaign, contactId } = await twoCampaigns()
  const enrollment = await enroll(db, { campaign, contactId })
  const { id } = await insertMessage(db, { enrollment, state: 'sent' })
  const someoneElse = { contactId: (await insertContact(db)).id }
  await expect(db.message.update({ where: { id }, data: someoneElse })).rejects.toThrow(/Foreign key/)
  await expect(db.message.update({ where: { id }, data: { contactId: null } })).rejects.toThrow(
    /message_enrollment_contact_check/,
  )
})

it('a contact goes with everything that was written to them and by them', async () => {
  const { db, campaign, contactId } = await twoCampaigns()
  const sent = await insertMessage(db, {
    enrollment: await enroll(db, { campaign, contactId }),
    state: 'sent',
  })
  const answer = { direction: 'inbound', purpose: 'conversation', state: 'received' } as const
  const received = await db.message.create({ data: { ...answer, contactId, address: sent.address } })
  await db.contact.delete({ where: { id: contactId } })
  expect(await db.message.count({ where: { id: { in: [sent.id, received.id] } } })).toBe(0)
})

it('a batch is found without looking at those who are due for another step', async () => {
  const { db, campaign } = await twoCampaigns()
  const [few, many] = [3, 5_000]
  const { id: last } = await db.step.create({
    data: { campaignId: campaign.id, campaignVersionId: campaign.versionId, position: 2 },
  })
  await db.$executeRaw`
    WITH person AS (
      INSERT INTO contact (email) SELECT n || '@due.example' FROM generate_series(1, ${many + few}::int) n RETURNING id, email
    )
    INSERT INTO enrollment (campaign_id, campaign_version_id, contact_id, step_id, next_at)
    SELECT ${campaign.id}::uuid, ${campaign.versionId}::uuid, id,
      CASE WHEN split_part(email, '@', 1)::int <= ${few} THEN ${last}::uuid ELSE ${campaign.stepId}::uuid END, now()
    FROM person`
  await db.$executeRawUnsafe('ANALYZE enrollment')
  const plan = await db.$queryRawUnsafe<{ 'QUERY PLAN': string }[]>(
    `EXPLAIN (ANALYZE, COSTS off) SELECT id FROM enrollment WHERE campaign_id = '${campaign.id}' AND step_id = '${last}'
       AND status = 'active' AND next_at <= now() ORDER BY next_at LIMIT 500 FOR UPDATE SKIP LOCKED`,
  )
  const lines = plan.map((line) => line['QUERY PLAN']).join('\n')
  expect(lines).toContain('enrollment_due_idx')
  expect(lines).not.toMatch(/Sort|Removed/)
})
