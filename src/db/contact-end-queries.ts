import type { Tx } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'
import { campaignsOf } from './settle-queries.ts'

/** An address that must not be written to any more, and why. */
export type Ending = { address: string; reason: string }

/** Which campaigns look different now, and which of the addresses were not suppressed before. */
export type Ended = { campaignIds: string[]; newlySuppressed: string[] }

/**
 * Ends every enrollment of the people behind some addresses, with what they still had in line, and suppresses the
 * addresses, in the one order of locks (see lock-queries). `source` is who said so.
 */
export async function endContacts(
  tx: Tx,
  endings: readonly Ending[],
  source: 'postmark' | 'link' = 'postmark',
): Promise<Ended> {
  const worst = worstOf(endings)
  const rows = await tx.$queryRaw<{ id: string; campaign_id: string | null }[]>(Prisma.sql`
    WITH ending AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(worst)}::jsonb) AS e(address text, reason text)
    ), locked AS (
      SELECT e.id, g.reason FROM enrollment e JOIN contact c ON c.id = e.contact_id JOIN ending g ON g.address = c.email
      WHERE e.status IN ('active', 'paused') ORDER BY e.id FOR UPDATE OF e
    )
    UPDATE enrollment e SET status = 'stopped', reason = l.reason, next_at = NULL FROM locked l WHERE e.id = l.id
    RETURNING e.id, e.campaign_id`)
  await dropQueued(
    tx,
    rows.map(({ id }) => id),
  )
  return { campaignIds: campaignsOf(rows), newlySuppressed: await suppress(tx, worst, source) }
}

/** One ending for each address, case-folded and in order: one that unsubscribed only if nothing worse befell it. */
function worstOf(endings: readonly Ending[]): Ending[] {
  const reasons = new Map<string, string>()
  for (const { address, reason } of endings) {
    const key = address.toLowerCase()
    const known = reasons.get(key)
    if (known === undefined || known === 'unsubscribed') reasons.set(key, reason)
  }
  return [...reasons]
    .map(([address, reason]) => ({ address, reason }))
    .toSorted((a, b) => (a.address < b.address ? -1 : 1))
}

// A person may still answer somebody who only unsubscribed, so that must not hide a bounce or a complaint.
async function suppress(tx: Tx, endings: readonly Ending[], source: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ address: string; isNew: boolean }[]>(Prisma.sql`
    INSERT INTO suppression AS s (channel, address, reason, source)
    SELECT 'email', address, reason, ${source}
    FROM jsonb_to_recordset(${JSON.stringify(endings)}::jsonb) AS e(address text, reason text) ORDER BY address
    ON CONFLICT (channel, address) DO UPDATE SET reason = excluded.reason, source = excluded.source
      WHERE s.reason = 'unsubscribed' AND excluded.reason <> 'unsubscribed'
    RETURNING s.address, old.id IS NULL AS "isNew"`)
  return rows.filter(({ isNew }) => isNew).map(({ address }) => address)
}

/**
 * Takes what enrollments still had in line out of it. A statement of its own, after the enrollments are locked and stopped:
 * what was put back in line while that one waited for its locks is seen only now.
 */
export async function dropQueued(tx: Tx, enrollmentIds: readonly string[]): Promise<void> {
  if (enrollmentIds.length === 0) return
  await tx.$executeRaw(Prisma.sql`
    UPDATE message m SET state = 'skipped', reason = e.reason FROM enrollment e
    WHERE e.id = ANY (${[...enrollmentIds]}::uuid[]) AND m.enrollment_id = e.id AND m.state = 'queued'`)
}
