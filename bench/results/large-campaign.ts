import type { Tx } from '../../src/db/client.ts'
import type { Deps } from '../../src/operations/deps.ts'
import { launchFor, seedAudience } from '../ground/audience.ts'

const longMs = 3_600_000
const sequence = [{ subject: 'Mail 1', body: 'Hello {{ first_name }}' }]

/**
 * One campaign in which `mails` people were written to, each with one of two variants, with everything that came back: nearly
 * all deliveries, opens by people and by machines, clicks, bounces, replies, complaints. Beside it one of the same
 * kind and half its size. Written with foreign keys off, as a restored backup is. Returns the large one's id.
 */
export async function fillCampaign(deps: Deps, mails: number): Promise<string> {
  await writtenTo(deps, { people: Math.ceil(mails / 2), name: 'beside' })
  const campaignId = await writtenTo(deps, { people: mails, name: 'large' })
  await deps.db.$executeRawUnsafe('VACUUM ANALYZE')
  return campaignId
}

async function writtenTo(deps: Deps, { people, name }: { people: number; name: string }): Promise<string> {
  const everybody = await seedAudience(deps.db, { size: people, name })
  const one = await seedAudience(deps.db, { size: 1, name: `${name}-one` })
  const campaignId = await launchFor(deps, { audience: one, sequence })
  await deps.db.$executeRaw`DELETE FROM enrollment WHERE campaign_id = ${campaignId}::uuid`
  await deps.db.$transaction(
    async (tx) => {
      await tx.$executeRawUnsafe('SET LOCAL session_replication_role = replica')
      await enter(tx, { campaignId, importId: everybody.importId })
      await happen(tx, campaignId)
      await answer(tx, campaignId)
    },
    { timeout: longMs },
  )
  return campaignId
}

async function enter(
  tx: Tx,
  { campaignId, importId }: { campaignId: string; importId: string },
): Promise<void> {
  await tx.$executeRaw`
    WITH entered AS (
      INSERT INTO enrollment (campaign_id, campaign_version_id, contact_id, status)
      SELECT ${campaignId}::uuid, v.id, i.contact_id, 'completed'
      FROM import_contact i, campaign_version v
      WHERE i.import_id = ${importId}::uuid AND v.campaign_id = ${campaignId}::uuid
      RETURNING id, campaign_version_id, contact_id
    )
    INSERT INTO message (direction, purpose, state, reason, campaign_id, enrollment_id, step_id, step_key, variant, contact_id,
                         attempt, attempts, claimed_at, sent_at, provider_message_id, address, created_at)
    SELECT 'outbound', 'sequence',
      (CASE WHEN d.n < 0.002 THEN 'skipped' WHEN d.n < 0.004 THEN 'rejected' WHEN d.n < 0.0043 THEN 'needs_human' ELSE 'sent' END)::"MessageState",
      NULL, ${campaignId}::uuid, e.id, s.id, s.key, 1 + (random() < 0.5)::int,
      e.contact_id, gen_random_uuid(), 1, now() - interval '2 days', now() - interval '2 days',
      gen_random_uuid()::text, c.email, now() - interval '2 days'
    FROM entered e JOIN contact c ON c.id = e.contact_id
    JOIN step s ON s.campaign_version_id = e.campaign_version_id CROSS JOIN LATERAL (SELECT random() + 0 * length(c.email) AS n) d`
}

async function happen(tx: Tx, campaignId: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO event (message_id, type, machine, occurred_at)
    SELECT m.id, k.type::"EventType", k.machine, now() - interval '1 day'
    FROM message m CROSS JOIN (VALUES ('delivered', false, 0.98), ('opened', true, 0.25), ('opened', false, 0.35),
      ('opened', false, 0.12), ('clicked', false, 0.06), ('bounced', false, 0.015), ('complained', false, 0.0004),
      ('unsubscribed', false, 0.004)) k(type, machine, share)
    WHERE m.campaign_id = ${campaignId}::uuid AND m.state = 'sent' AND random() + 0 * m.attempts < k.share
    ORDER BY random()`
}

async function answer(tx: Tx, campaignId: string): Promise<void> {
  await tx.$executeRaw`
    WITH wrote AS (
      INSERT INTO message (direction, purpose, state, campaign_id, enrollment_id, contact_id, address, created_at)
      SELECT 'inbound', 'conversation', 'received', m.campaign_id, m.enrollment_id, m.contact_id, m.address, now() - interval '1 day'
      FROM message m WHERE m.campaign_id = ${campaignId}::uuid AND m.state = 'sent' AND random() + 0 * m.attempts < 0.02
      RETURNING id, enrollment_id, contact_id
    )
    INSERT INTO reply (message_id, enrollment_id, campaign_id, contact_id, kind, matched_by, text, received_at)
    SELECT id, enrollment_id, ${campaignId}::uuid, contact_id,
      (CASE WHEN random() < 0.7 THEN 'human' WHEN random() < 0.8 THEN 'out_of_office' ELSE 'unsubscribe' END)::"ReplyKind",
      'mailbox-hash', 'Thank you', now() - interval '1 day' FROM wrote`
}
