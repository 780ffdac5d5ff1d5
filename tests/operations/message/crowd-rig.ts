import { randomUUID } from 'node:crypto'
import type { Db } from '../../../src/db/client.ts'
import { launchCampaign } from '../../../src/operations/campaign/launch.ts'
import { plannedStep, planOf } from '../../support/plans.ts'
import { admin, insertCampaign } from '../../support/rows.ts'
import { ledgerRig } from './ledger-rig.ts'

/** How many people are under way: so many that reading all of them is never the cheaper way to one. */
export const crowd = 20_000

/**
 * Draws people together whom PostgreSQL does not foresee: it looked last when they were through with a campaign and nobody was
 * under way, and does not look by itself again. Returns what launches the next campaign for all of them.
 */
export async function unforeseenCrowd(db: Db): Promise<() => Promise<void>> {
  await db.$executeRaw`ALTER TABLE enrollment SET (autovacuum_enabled = false)`
  const before = await insertCampaign(db, { status: 'completed' })
  await db.$executeRaw`
    INSERT INTO contact (email, company_key)
    SELECT n || '@' || ${randomUUID()} || '.example', 'company ' || n FROM generate_series(1, ${crowd}::int) n`
  await db.$executeRaw`
    INSERT INTO enrollment (campaign_id, campaign_version_id, contact_id, step_id, status)
    SELECT ${before.id}::uuid, ${before.versionId}::uuid, id, ${before.stepId}::uuid, 'completed' FROM contact`
  const plan = planOf([plannedStep('One'), plannedStep('Two')])
  const { id: campaignId, importId } = await insertCampaign(db, { plan, status: 'draft' })
  await db.$executeRaw`INSERT INTO import_contact (import_id, contact_id) SELECT ${importId}::uuid, id FROM contact`
  await db.$executeRawUnsafe('VACUUM ANALYZE')
  return async () => {
    await launchCampaign(ledgerRig(db).deps, { campaignId, actor: admin, origin: 'slack' })
  }
}

/** How many rows and index entries of enrollments PostgreSQL reads for some work. The client must have one connection. */
export async function peopleReadFor(db: Db, work: () => Promise<unknown>): Promise<number> {
  const before = await readSoFar(db)
  await work()
  return (await readSoFar(db)) - before
}

async function readSoFar(db: Db): Promise<number> {
  await db.$queryRaw`SELECT pg_stat_force_next_flush()::text`
  const [row] = await db.$queryRaw<{ read: number }[]>`
    SELECT (t.seq_tup_read + (SELECT sum(i.idx_tup_read) FROM pg_stat_user_indexes i WHERE i.relid = t.relid))::int AS read
    FROM pg_stat_user_tables t WHERE t.relname = 'enrollment'`
  if (!row) throw new Error('PostgreSQL counts nothing')
  return row.read
}
