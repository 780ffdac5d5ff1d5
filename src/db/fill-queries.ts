import {
  type Counted,
  countedFor,
  forgottenBefore,
  limitsSender,
  senderKey,
  sliceMs,
} from '../domain/limits.ts'
import type { SendLimits } from '../domain/plan.ts'
import type { Db, Tx } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'
import { latenessOf } from './stored-lateness.ts'

/** A campaign and the limits that its mails will be under. */
type Limiting = { campaignId: string; limits: SendLimits }

/**
 * From now on every claim of the campaign's sender counts, if the plan limits what that sends, whatever its own plan says.
 * Before the transaction that fills the counts: whoever claims meanwhile must see the row. The first time it waits for the
 * claims that began before it (each has `open_call` to write to), so that they are in the ledger.
 */
export async function beginCounting(db: Db, { campaignId, limits }: Limiting): Promise<void> {
  if (!limitsSender(limits)) return
  const key = senderKey(await senderOf(db, campaignId))
  const begun = await db.$executeRaw(Prisma.sql`
    INSERT INTO send_limit (key, first_at) VALUES (${key}, 'infinity') ON CONFLICT (key) DO NOTHING`)
  if (begun > 0) await db.$transaction((tx) => tx.$executeRaw`LOCK TABLE open_call IN SHARE MODE`)
}

/**
 * Fills what is counted for limits that come into use, from the ledger: a limit knows what went out before there was one, and
 * a warm-up the sender's first mail. Nothing is counted twice, for a count only rises to what the ledger knows: those of the
 * sender are locked before the ledger is read, and whoever claims meanwhile waits and counts on top; of the campaign nobody
 * else claims, since the caller holds it and, where they go over to these limits, its people. Last before the jobs of a
 * transaction that `beginCounting` came before: the sender's claims do not wait long, and whoever of them has its limit passes by
 * people who are held.
 */
export async function fillCounts(
  tx: Tx,
  { campaignId, limits, now }: Limiting & { now: Date },
): Promise<void> {
  const senderEmail = await senderOf(tx, campaignId)
  const { sender, campaign, domains } = countedFor(limits, { campaignId, senderEmail })
  if (sender) {
    const campaigns = Prisma.sql`lower(c.sender_email) = ${senderEmail.toLowerCase()}`
    await rememberFirst(tx, campaigns, sender)
    await lockCounts(tx, sender, now)
    await fill(tx, { counted: sender, campaigns, now })
  }
  const campaigns = Prisma.sql`c.id = ${campaignId}::uuid`
  if (campaign) await fill(tx, { counted: campaign, campaigns, now })
  if (domains) await fill(tx, { counted: domains, campaigns, suffix: domainOfMail, now })
}

async function senderOf(tx: Tx, id: string): Promise<string> {
  const { senderEmail } = await tx.campaign.findUniqueOrThrow({
    where: { id },
    select: { senderEmail: true },
  })
  return senderEmail
}

const isTaken = Prisma.sql`purpose = 'sequence' AND state IN ('sending', 'sent', 'unknown')`
// Asks for pairs, for message_campaign_id_id_idx alone has them: PostgreSQL else takes message_pkey, and reads what all campaigns sent.
const isOf = (campaignId: Prisma.Sql, from = Prisma.sql`'00000000-0000-0000-0000-000000000000'::uuid`) =>
  Prisma.sql`(campaign_id, id) BETWEEN (${campaignId}, ${from}) AND (${campaignId}, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid)`
const domainOfMail = Prisma.sql`substring(address FROM '[^@]*$')`

// One look at the beginning of each campaign, by message_campaign_id_id_idx. Locks the limit before its counts, as a claim does.
async function rememberFirst(tx: Tx, campaigns: Prisma.Sql, { key }: Counted): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    UPDATE send_limit SET first_at = COALESCE((
      SELECT min(f.claimed_at) FROM (
        SELECT m.claimed_at FROM campaign c CROSS JOIN LATERAL (
          SELECT claimed_at FROM message WHERE ${isOf(Prisma.sql`c.id`)} AND ${isTaken} ORDER BY campaign_id, id LIMIT 1
        ) m WHERE ${campaigns}
        UNION ALL
        SELECT o.claimed_at FROM open_call o JOIN campaign c ON c.id = o.campaign_id WHERE ${campaigns}
      ) f), 'infinity')
    WHERE key = ${key}`)
}

// The slice in which mails are claimed now must be there to be locked, and that of a worker whose clock is a little behind.
async function lockCounts(tx: Tx, { key, periodMs }: Counted, now: Date): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    INSERT INTO send_count AS n (key, slice, taken)
    SELECT ${key}, s, 0 FROM unnest(ARRAY[${sliceAt(periodMs, Prisma.sql`${now}::timestamptz`)} - ${secondsOf(sliceMs(periodMs))},
      ${sliceAt(periodMs, Prisma.sql`${now}::timestamptz`)}]) s ORDER BY s
    ON CONFLICT (key, slice) DO UPDATE SET taken = n.taken`)
  await tx.$queryRaw(Prisma.sql`
    SELECT count(*)::int FROM (SELECT FROM send_count WHERE key = ${key} ORDER BY slice FOR UPDATE) locked`)
}

type Fill = {
  counted: Counted
  /** Which campaigns `c` it is about: SQL. */
  campaigns: Prisma.Sql
  /** What the key of a mail ends with: SQL. */
  suffix?: Prisma.Sql
  now: Date
}

/**
 * In one statement: each campaign's latest mails by message_campaign_id_id_idx, those under way from the few open calls. A
 * mail's id is as old as its first claim by the database's clock, which may be behind ours, and what a call did not take may
 * be claimed again until it is late: so far back is looked. What a person has sent again later than that is not counted.
 */
async function fill(tx: Tx, { counted, campaigns, suffix = Prisma.sql`''`, now }: Fill): Promise<void> {
  const since = forgottenBefore(counted, now)
  const back = Prisma.sql`least(${since}::timestamptz - clock_timestamp(), ${secondsOf(since.getTime() - now.getTime())})
    - make_interval(mins => ${latenessOf(Prisma.sql`c.plan`)})`
  await tx.$executeRaw(Prisma.sql`
    WITH own AS MATERIALIZED (SELECT c.id, uuidv7(${back}) AS first_id FROM campaign c WHERE ${campaigns}),
    mail AS (
      SELECT m.* FROM own CROSS JOIN LATERAL (
        SELECT claimed_at, address FROM message
        WHERE ${isOf(Prisma.sql`own.id`, Prisma.sql`own.first_id`)} AND ${isTaken} AND claimed_at > ${since}
        ORDER BY campaign_id, id OFFSET 0
      ) m
      UNION ALL
      SELECT claimed_at, address FROM under_way_mail WHERE campaign_id IN (SELECT id FROM own) AND claimed_at > ${since}
    )
    INSERT INTO send_count AS n (key, slice, taken)
    SELECT ${counted.key} || ${suffix}, ${sliceAt(counted.periodMs, Prisma.sql`claimed_at`)}, count(*)::int FROM mail
    GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (key, slice) DO UPDATE SET taken = greatest(n.taken, excluded.taken)`)
}

const secondsOf = (ms: number) => Prisma.sql`make_interval(secs => ${ms / 1000}::float8)`

/** The slice that a moment belongs to, as `sliceOf` says: SQL. */
const sliceAt = (periodMs: number, at: Prisma.Sql) =>
  Prisma.sql`date_bin(${secondsOf(sliceMs(periodMs))}, ${at}, timestamptz 'epoch')`
