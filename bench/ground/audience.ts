import { randomUUID } from 'node:crypto'
import { atOnce } from '../../src/domain/due.ts'
import { defaultPlan } from '../../src/domain/plan-defaults.ts'
import type { Db } from '../../src/db/client.ts'
import { launchCampaign } from '../../src/operations/campaign/launch.ts'
import type { Deps } from '../../src/operations/deps.ts'
import { senderDomain } from './environment.ts'

/** Who launches here. */
export const launcher = {
  kind: 'member',
  slackUserId: 'U0BENCH0001',
  name: 'Bench',
  slackAdmin: false,
} as const

/** An applied import, ready for campaigns. */
export type Audience = { importId: string; ownerId: string; size: number }

/**
 * Enters `size` contacts with names, companies and attributes as an applied import, by SQL alone. `name` becomes part
 * of each address.
 */
export async function seedAudience(
  db: Db,
  { size, name }: { size: number; name: string },
): Promise<Audience> {
  const { slackUserId } = launcher
  const owner = await db.member.upsert({
    where: { slackUserId },
    create: { slackUserId, name: launcher.name },
    update: {},
  })
  const file = await db.import.create({
    data: {
      fileName: `${name}.csv`,
      status: 'applied',
      mapping: [],
      createdById: owner.id,
      rowsAccepted: size,
    },
  })
  await db.$executeRaw`
    WITH made AS (
      INSERT INTO contact (email, first_name, last_name, company, job_title, country, attributes)
      SELECT ${name} || '.' || n || '@people.example', 'First' || n, 'Last' || n, 'Company ' || n % 997, 'Buyer', 'SE',
             jsonb_build_object('city', 'City ' || n % 89, 'plan', 'Plan ' || n % 7)
      FROM generate_series(1, ${size}::int) n RETURNING id
    )
    INSERT INTO import_contact (import_id, contact_id) SELECT ${file.id}::uuid, id FROM made`
  await db.$executeRaw`ANALYZE contact, import_contact`
  return { importId: file.id, ownerId: owner.id, size }
}

/** What a campaign says, step after step. */
export type Sequence = { subject: string; body: string }[]

const planOf = (sequence: Sequence) =>
  defaultPlan(
    sequence.map(({ subject, body }) => ({
      key: randomUUID(),
      wait: atOnce,
      window: null,
      variants: [{ name: 'A', weight: 1, subject, body }],
    })),
    'UTC',
  )

/** Drafts a campaign for an audience and launches it as the button does. Returns its id. */
export async function launchFor(
  deps: Pick<Deps, 'db' | 'queue' | 'clock' | 'templates' | 'settings'>,
  { audience, sequence }: { audience: Audience; sequence: Sequence },
): Promise<string> {
  const { id: campaignId } = await deps.db.campaign.create({
    data: {
      name: 'Bench',
      senderName: 'Mara Lind',
      senderEmail: `mara@${senderDomain}`,
      plan: planOf(sequence),
      importId: audience.importId,
      ownerId: audience.ownerId,
      channelId: 'C1',
      salesChannelId: 'C2',
    },
  })
  await launchCampaign(deps, { campaignId, actor: launcher, origin: 'command' })
  return campaignId
}
