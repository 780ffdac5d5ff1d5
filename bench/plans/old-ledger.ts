import type { Db } from '../../src/db/client.ts'
import type { Deps } from '../../src/operations/deps.ts'
import { launchFor, seedAudience } from '../ground/audience.ts'

/** Some campaigns are over and some still run; so many of them that none is most of the ledger. */
const campaigns = 20
// Of four campaigns one is half way through: its people have one message, the others' two.
const messagesEach = 1.75
const longMs = 3_600_000
const sequence = [1, 2].map((step) => ({ subject: `Mail ${step}`, body: 'Hello {{ first_name }}' }))

/**
 * Fills the ledger with about `rows` messages of people who have been through two steps, or wait for the second, and leaves
 * one campaign in which everybody is due. Written with foreign keys off, as a restored backup is.
 */
export async function fillLedger(
  deps: Deps,
  rows: number,
): Promise<{ campaignId: string; messages: number; enrollments: number }> {
  const { db } = deps
  const people = Math.ceil(rows / campaigns / messagesEach)
  const everybody = await seedAudience(db, { size: people, name: 'old' })
  const one = await seedAudience(db, { size: 1, name: 'one' })
  for (let made = 0; made < campaigns; made += 1) {
    const campaignId = await launchFor(deps, { audience: one, sequence })
    await db.$executeRaw`DELETE FROM enrollment WHERE campaign_id = ${campaignId}::uuid`
    await enterHistory(db, { campaignId, importId: everybody.importId, waiting: made % 4 === 0 })
  }
  const due = await seedAudience(db, { size: Math.min(people, 20_000), name: 'due' })
  const campaignId = await launchFor(deps, { audience: due, sequence })
  await db.$executeRawUnsafe('VACUUM ANALYZE')
  const [messages, enrollments] = [await db.message.count(), await db.enrollment.count()]
  return { campaignId, messages, enrollments }
}

type History = { campaignId: string; importId: string; waiting: boolean }

async function enterHistory(db: Db, { campaignId, importId, waiting }: History): Promise<void> {
  await db.$transaction(
    async (tx) => {
      await tx.$executeRawUnsafe('SET LOCAL session_replication_role = replica')
      await tx.$executeRaw`
        WITH entered AS (
          INSERT INTO enrollment (campaign_id, campaign_version_id, contact_id, status, step_id, next_at)
          SELECT ${campaignId}::uuid, v.id, i.contact_id,
            (CASE WHEN ${waiting} THEN 'active' ELSE 'completed' END)::"EnrollmentStatus",
            CASE WHEN ${waiting} THEN s.id END,
            CASE WHEN ${waiting} THEN now() + interval '1 day' * (1 + random() * 30) END
          FROM import_contact i, campaign_version v JOIN step s ON s.campaign_version_id = v.id AND s.position = 2
          WHERE i.import_id = ${importId}::uuid AND v.campaign_id = ${campaignId}::uuid
          RETURNING id, campaign_version_id, contact_id
        )
        INSERT INTO message (id, direction, purpose, state, campaign_id, enrollment_id, step_id, step_key, variant, contact_id,
                             attempt, attempts, claimed_at, sent_at, provider_message_id, address, created_at)
        SELECT uuidv7(-interval '40 days'), 'outbound', 'sequence', 'sent', ${campaignId}::uuid, e.id, s.id, s.key, 1,
          e.contact_id, gen_random_uuid(), 1, now() - interval '40 days', now() - interval '40 days',
          gen_random_uuid()::text, c.email, now() - interval '40 days'
        FROM entered e JOIN contact c ON c.id = e.contact_id
        JOIN step s ON s.campaign_version_id = e.campaign_version_id AND (s.position = 1 OR NOT ${waiting})`
      await tx.$executeRaw`
        UPDATE campaign SET status = ${waiting ? 'running' : 'completed'}::text::"CampaignStatus",
          finished_at = CASE WHEN NOT ${waiting} THEN now() END
        WHERE id = ${campaignId}::uuid`
    },
    { timeout: longMs },
  )
}
