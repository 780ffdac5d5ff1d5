import {
  type Allowance,
  allowanceOf,
  forgottenBefore,
  type Limit,
  type PersonLimit,
  senderCount,
  sliceOf,
  type SliceCount,
  type Taking,
} from '../domain/limits.ts'
import type { Tx } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'
import { pausedFromNow } from './pause-queries.ts'

/** What is left of a limit, and how far its bookings reach. */
export type LimitState = Allowance & { bookedUntil: Date | null }

type LockedRow = { key: string; bookedUntil: Date | null }
type CountRow = SliceCount & { key: string }

/**
 * Locks limits, always in the same order, until the transaction ends, and returns what is left of each. A limit that was
 * never used begins now. Two statements after the lock see what others took before it.
 */
export async function lockLimits(
  tx: Tx,
  limits: readonly Limit[],
  now: Date,
): Promise<Map<string, LimitState>> {
  if (limits.length === 0) return new Map()
  const keys = limits.map(({ key }) => key).toSorted()
  await tx.$executeRaw(Prisma.sql`
    INSERT INTO send_limit (key, first_at) SELECT k, ${now} FROM unnest(${keys}::text[]) k ORDER BY k
    ON CONFLICT (key) DO NOTHING`)
  const locked = await tx.$queryRaw<LockedRow[]>(Prisma.sql`
    SELECT key, booked_until AS "bookedUntil" FROM send_limit
    WHERE key = ANY (${keys}) ORDER BY key FOR UPDATE`)
  const counts = await countsOf(tx, limits, now)
  await forgetCounts(tx, limits, now)
  return new Map(
    limits.flatMap((limit): [string, LimitState][] => {
      const row = locked.find(({ key }) => key === limit.key)
      if (!row) return []
      const mine = counts.filter(({ key }) => key === limit.key)
      return [[limit.key, { ...allowanceOf(limit, mine, now), bookedUntil: row.bookedUntil }]]
    }),
  )
}

// By the primary key (key, slice); there are some sixty slices to a limit.
async function countsOf(tx: Tx, limits: readonly Limit[], now: Date): Promise<CountRow[]> {
  const wanted = limits.map((limit) => ({ key: limit.key, since: forgottenBefore(limit, now) }))
  return tx.$queryRaw<CountRow[]>(Prisma.sql`
    SELECT c.key, c.slice, c.taken FROM jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) AS w(key text, since timestamptz)
    JOIN send_count c ON c.key = w.key AND c.slice > w.since`)
}

// What is over for a limit would be kept for ever: by the primary key again. What bounds nothing says nothing of what is over.
async function forgetCounts(tx: Tx, limits: readonly Limit[], now: Date): Promise<void> {
  const over = limits
    .filter(({ most }) => Number.isFinite(most))
    .map((limit) => ({ key: limit.key, before: forgottenBefore(limit, now) }))
  await tx.$executeRaw(Prisma.sql`
    DELETE FROM send_count c USING jsonb_to_recordset(${JSON.stringify(over)}::jsonb) AS o(key text, before timestamptz)
    WHERE c.key = o.key AND c.slice < o.before`)
}

/** Counts what was taken at a moment, in one statement. What is given back is given back to the slice it was taken from. */
export async function takeFromLimits(tx: Tx, takings: readonly Taking[], at: Date): Promise<void> {
  const rows = takings
    .filter(({ count }) => count !== 0)
    .map(({ limit, count }) => ({ key: limit.key, slice: sliceOf(limit, at), count }))
  if (rows.length === 0) return
  await tx.$executeRaw(Prisma.sql`
    INSERT INTO send_count AS c (key, slice, taken)
    SELECT key, slice, greatest(count, 0)
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(key text, slice timestamptz, count int) ORDER BY key
    ON CONFLICT (key, slice) DO UPDATE SET taken = greatest(c.taken + (
      SELECT r.count FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(key text, slice timestamptz, count int)
      WHERE r.key = c.key AND r.slice = c.slice), 0)`)
}

/**
 * Gives back what a claim counted for its sender and the provider did not take. Before `takeFromLimits`: a claim counts its
 * sender first, too.
 */
export async function giveBackToSender(
  tx: Tx,
  email: string,
  { count, at }: { count: number; at: Date },
): Promise<void> {
  const { key, slice } = senderCount(email, at)
  await tx.$executeRaw(Prisma.sql`
    UPDATE send_count SET taken = greatest(taken - ${count}::int, 0) WHERE key = ${key} AND slice = ${slice}`)
}

/** Remembers how far the moments reach that were given to mails put off by a limit. */
export async function bookLimit(tx: Tx, key: string, bookedUntil: Date): Promise<void> {
  await tx.$executeRaw`UPDATE send_limit SET booked_until = ${bookedUntil} WHERE key = ${key}`
}

/** Since when a limited sender has been sending; from now on if it never was. What it sent before is known by `fillCounts`. */
export async function limitSince(tx: Tx, key: string, now: Date): Promise<Date> {
  const [row] = await tx.$queryRaw<{ since: Date }[]>(Prisma.sql`
    INSERT INTO send_limit (key, first_at) VALUES (${key}, ${now})
    ON CONFLICT (key) DO UPDATE SET first_at = least(send_limit.first_at, excluded.first_at) RETURNING first_at AS since`)
  return row?.since ?? now
}

/** Whether a campaign rests. Read after its limits are locked, it sees what whoever held them before has decided. */
export async function campaignRests(tx: Tx, campaignId: string, now: Date): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>(
    Prisma.sql`SELECT FROM campaign WHERE id = ${campaignId}::uuid AND rests_until > ${now}`,
  )
  return rows.length > 0
}

/** Lets a campaign rest until then. Whoever waits for it meanwhile is not late for that: their time begins again then. */
export async function restCampaign(
  tx: Tx,
  campaignId: string,
  { now, until }: { now: Date; until: Date },
): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    UPDATE campaign c SET rests_until = ${until}, resumed_at = ${until}, paused_from = ${pausedFromNow(now)}
    WHERE id = ${campaignId}::uuid`)
}

/** An enrollment that is due and locked, with what limits look at. */
export type DuePerson = { id: string; contactId: string; domain: string; zone: string; dueSince: Date }

/** Locks up to `limit` people who are due for a step, longest first (enrollment_due_idx), and reads their domains. */
export async function lockDuePeople(
  tx: Tx,
  { campaignId, stepId, now, limit }: { campaignId: string; stepId: string; now: Date; limit: number },
): Promise<DuePerson[]> {
  return tx.$queryRaw<DuePerson[]>(Prisma.sql`
    WITH due AS (
      SELECT e.id, e.contact_id, e.zone, e.next_at, COALESCE(e.due_since, e.next_at) AS due FROM enrollment e
      WHERE e.campaign_id = ${campaignId}::uuid AND e.step_id = ${stepId}::uuid AND e.status = 'active' AND e.next_at <= ${now}
        AND NOT e.with_provider AND EXISTS (SELECT FROM campaign c WHERE c.id = ${campaignId}::uuid AND c.status = 'running')
      ORDER BY e.next_at LIMIT ${limit} FOR UPDATE OF e SKIP LOCKED
    )
    SELECT d.id, d.contact_id AS "contactId", substring(c.email FROM '[^@]*$') AS domain, d.zone, d.due AS "dueSince"
    FROM due d JOIN contact c ON c.id = d.contact_id ORDER BY d.next_at`)
}

/**
 * Locks contacts, in one order, and returns of each that reached `mails` in the last `days` when the oldest of those is
 * over. Counted by what was handed over or may have been, over all campaigns: enrollments by enrollment_contact_id_id_key, their messages
 * by (enrollment_id, step_key), and what is in an open call.
 */
export async function contactsAtLimit(
  tx: Tx,
  contactIds: readonly string[],
  { mails, days, now }: { mails: number; days: number; now: Date },
): Promise<Map<string, Date>> {
  await tx.$queryRaw(Prisma.sql`
    SELECT id FROM contact WHERE id = ANY (${[...contactIds]}::uuid[]) ORDER BY id FOR NO KEY UPDATE`)
  const rows = await tx.$queryRaw<{ contactId: string; freeAt: Date }[]>(Prisma.sql`
    SELECT m.contact_id AS "contactId",
      (array_agg(m.claimed_at ORDER BY m.claimed_at DESC))[${mails}] + make_interval(days => ${days}) AS "freeAt"
    FROM (
      SELECT e.contact_id, m.claimed_at FROM enrollment e JOIN message m ON m.enrollment_id = e.id
      WHERE e.contact_id = ANY (${[...contactIds]}::uuid[]) AND m.purpose = 'sequence' AND m.state IN ('sending', 'sent', 'unknown')
      UNION ALL
      SELECT contact_id, claimed_at FROM under_way_mail WHERE contact_id = ANY (${[...contactIds]}::uuid[])
    ) m
    WHERE m.claimed_at > ${now}::timestamptz - make_interval(days => ${days})
    GROUP BY m.contact_id HAVING count(*) >= ${mails}`)
  return new Map(rows.map(({ contactId, freeAt }) => [contactId, freeAt]))
}

/** Moves people to later moments, in one statement, because of a limit or, null, the hour. */
export async function putOff(
  tx: Tx,
  people: readonly { id: string; until: Date }[],
  by: PersonLimit | null,
): Promise<void> {
  if (people.length === 0) return
  await tx.$executeRaw(Prisma.sql`
    UPDATE enrollment e SET next_at = p.until, due_since = NULL, put_off_by = ${by}, put_off_until = p.until
    FROM jsonb_to_recordset(${JSON.stringify(people)}::jsonb) AS p(id uuid, until timestamptz) WHERE e.id = p.id`)
}
