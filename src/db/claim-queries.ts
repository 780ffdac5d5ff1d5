import { senderCount } from '../domain/limits.ts'
import type { Db, Tx } from './client.ts'
import { type Beyond, endBeyond, hadBefore, nextBeyond, stepBeyond } from './claim-beyond.ts'
import { Prisma } from './generated/prisma/client.ts'
import { stepGone } from './move-queries.ts'
import { openCall } from './open-call-queries.ts'

/** A message of a claimed batch, with what it takes to write it. */
export type ClaimedMessage = {
  messageId: string
  enrollmentId: string
  address: string
  replyToken: string
  zone: string
  /** Which variant of the step it gets, by its position. */
  variant: number
  contact: {
    email: string
    firstName: string | null
    lastName: string | null
    company: string | null
    jobTitle: string | null
    country: string | null
    timeZone: string | null
    phone: string | null
    attributes: Record<string, string>
  }
}

/** What a claim is for and under what conditions. */
export type ClaimRequest = {
  campaignId: string
  step: {
    id: string
    key: string
    sender: { email: string }
    variants: readonly { position: number; drawFrom: number; drawTo: number }[]
  }
  now: Date
  attempt: string
  /** How many to take at most. */
  limit: number
  /** Zones that may not be written to now, and when they may. */
  closed: readonly { zone: string; opens: Date }[]
  /** Whoever was due before this waits for a person. */
  lateBefore: Date
  /**
   * Where those go on who got this step before, in an earlier version: with the step after it, due by zone. Null where
   * nobody can have got it.
   */
  beyond: Beyond
}

/** What became of the enrollments that a claim looked at. */
export type Claim = {
  messages: ClaimedMessage[]
  /** How many enrollments it looked at: the messages, the suppressed, and those put off or too late. */
  looked: number
  late: number
}

/**
 * Takes due enrollments of one step, all in one statement. Their messages are under way from then on under `attempt`: as one
 * open call, which becomes rows of the ledger when it is settled or asked about, or as such rows at once where some of them
 * have a message of this step in line, for that one goes out. Pause, cancel and suppression are looked at here and nowhere
 * later: what commits before this statement starts is respected, what commits after it reaches the next batch. Whoever may
 * not be written to at this hour is put off until then; whoever should have been written to long ago waits for a person.
 */
export async function claimDue(db: Db, request: ClaimRequest): Promise<Claim> {
  return claim(db, request, dueOf(request))
}

/** Takes chosen enrollments that the caller has locked, like `claimDue`; `putOff` are left for another time. */
export async function claimChosen(
  tx: Tx,
  request: ClaimRequest,
  chosen: { ids: readonly string[] },
): Promise<Claim> {
  const source = Prisma.sql`SELECT ${pickedColumns} FROM enrollment e WHERE e.id = ANY (${[...chosen.ids]}::uuid[])`
  return claim(tx, request, source)
}

/** One whom a claim may write to. Flat, for PostgreSQL writes a row as JSON in half the time that it takes for an object of its own. */
type Reached = Omit<ClaimedMessage, 'contact'> & Omit<ClaimedMessage['contact'], 'email'>
type Row = Pick<ClaimedMessage, 'enrollmentId' | 'messageId' | 'variant'>
type Outcome = Omit<Claim, 'messages'> & { reached: Reached[]; byRow: boolean; rows: Row[] }

async function claim(db: Db | Tx, request: ClaimRequest, source: Prisma.Sql): Promise<Claim> {
  const [outcome] = await db.$queryRaw<Outcome[]>(claimSql(request, source))
  if (!outcome) return { messages: [], looked: 0, late: 0 }
  const { reached, byRow, rows, ...counts } = outcome
  if (!byRow) return { messages: reached.map(messageOf), ...counts }
  const people = new Map(reached.map((person) => [person.enrollmentId, person]))
  const messages = rows.map((row) => {
    const person = people.get(row.enrollmentId)
    if (!person) throw new Error(`Message ${row.messageId} was claimed for nobody`)
    return messageOf({ ...person, ...row })
  })
  return { messages, ...counts }
}

const messageOf = ({
  messageId,
  enrollmentId,
  address,
  replyToken,
  zone,
  variant,
  ...of
}: Reached): ClaimedMessage => {
  const { firstName, lastName, company, jobTitle, country, timeZone, phone, attributes } = of
  const name = { email: address, firstName, lastName }
  const contact = { ...name, company, jobTitle, country, timeZone, phone, attributes }
  return { messageId, enrollmentId, address, replyToken, zone, variant, contact }
}

const pickedColumns = Prisma.sql`e.id, e.campaign_id, e.step_id, e.contact_id, e.zone, COALESCE(e.due_since, e.next_at) AS due,
    e.due_since IS NOT NULL AS tried, e.reply_token`

// The due index gives the batch in its order, because campaign and step are single values to it and not a join that would
// have to sort everything due. SKIP LOCKED lets workers pass one another.
const dueOf = ({ campaignId, step, now, limit }: ClaimRequest) => Prisma.sql`
  SELECT ${pickedColumns} FROM enrollment e
  WHERE e.campaign_id = ${campaignId}::uuid AND e.step_id = ${step.id}::uuid
    AND e.status = 'active' AND e.next_at <= ${now} AND NOT e.with_provider
    AND EXISTS (SELECT FROM campaign c WHERE c.id = ${campaignId}::uuid AND c.status = 'running')
  ORDER BY e.next_at LIMIT ${limit} FOR UPDATE OF e SKIP LOCKED`

// The planner cannot know how many rows a CTE holds: what is read beside one comes by primary key, or 500 rows would be
// compared with 500; only the few zones and variants are compared one by one.
// What could be read once for all of them and compared with each is put where it cannot be (OFFSET 0, LIMIT 1).
// A batch's ids are one UUIDv7, so in their time's order, with the rest drawn from what each is for in this attempt and its place
// in the batch, so distinct: to ask for a random number for each costs as much as writing two indexes.
// Who has a message of this step already (message_enrollment_id_step_key_key), or was put back in line at this very moment, as only
// the locked row may tell, keeps that row: its id and its variant stay, so the recipient's Message-ID is the same over all attempts.
// So does whoever had one in line when its step was taken out, now that it is back: with a variant of the step as it is now.
// With one of those in it the whole batch is claimed row by row: of two kinds, each would be locked in an order of its own.
const claimSql = (
  { step, now, attempt, closed, lateBefore, beyond }: ClaimRequest,
  source: Prisma.Sql,
) => Prisma.sql`
  WITH picked AS (${source}),
  ${conditions({ step, closed })}, batch AS MATERIALIZED (SELECT left(uuidv7()::text, 24) AS id_start), reached AS (
    SELECT p.*, ct.email, ct.first_name, ct.last_name, ct.company, ct.job_title, ct.country, ct.time_zone, ct.phone, ct.attributes,
      s.reason AS suppressed, z.opens,
      (b.id_start || left(md5(p.mix || ${attempt}), 8) || lpad(to_hex(p.place), 4, '0'))::uuid AS message_id,
      (SELECT v.position FROM share v
       WHERE ('x' || left(p.mix, 4))::bit(16)::int BETWEEN v."drawFrom" AND v."drawTo" - 1 LIMIT 1) AS variant,
      p.tried OR EXISTS (
        SELECT FROM message m WHERE m.enrollment_id = p.id AND m.step_key = ${step.key}::uuid OFFSET 0) AS keeps_row,
      CASE WHEN s.reason IS NOT NULL THEN 'suppressed' ${hadBefore({ step, beyond })} WHEN p.due < ${lateBefore} THEN 'late'
           WHEN z.opens IS NOT NULL THEN 'closed' ELSE 'due' END AS fate
    FROM batch b CROSS JOIN (
      SELECT *, md5(id::text || ${step.key}) AS mix, row_number() OVER () AS place FROM picked
    ) p JOIN contact ct ON ct.id = p.contact_id
    LEFT JOIN suppression s ON s.channel = 'email' AND s.address = ct.email
    LEFT JOIN closed z ON z.zone = p.zone
  ), way AS MATERIALIZED (
    SELECT COALESCE(bool_or(keeps_row), false) AS by_row FROM reached WHERE fate = 'due'
  ), moved AS (
    UPDATE enrollment e
    SET next_at = CASE r.fate WHEN 'closed' THEN r.opens WHEN 'suppressed' THEN NULL ${nextBeyond(beyond)} ELSE e.next_at END,
        due_since = CASE WHEN r.fate = 'due' THEN e.due_since END, with_provider = r.fate = 'due',
        ${stepBeyond(beyond)}
        status = CASE r.fate WHEN 'suppressed' THEN 'stopped' WHEN 'late' THEN 'paused' ${endBeyond(beyond)} ELSE e.status END,
        reason = CASE r.fate WHEN 'suppressed' THEN r.suppressed WHEN 'late' THEN 'late' ELSE e.reason END
    FROM reached r WHERE e.id = r.id
  ), opened AS (${openCall({ attempt, stepKey: step.key, now })}
  ), ledger AS (
    INSERT INTO message AS m (id, direction, purpose, state, reason, campaign_id, enrollment_id, step_id, step_key, variant,
                              contact_id, attempt, attempts, claimed_at, address, created_at)
    SELECT r.message_id, 'outbound', 'sequence', (CASE WHEN r.suppressed IS NULL THEN 'sending' ELSE 'skipped' END)::"MessageState",
           r.suppressed, r.campaign_id, r.id, r.step_id, ${step.key}::uuid, r.variant,
           r.contact_id, ${attempt}::uuid, 1, ${now}, r.email, ${now}
    FROM reached r CROSS JOIN way WHERE r.fate = 'suppressed' OR r.fate = 'due' AND way.by_row
    ON CONFLICT (enrollment_id, step_key) DO UPDATE
      SET state = excluded.state, reason = excluded.reason, attempt = excluded.attempt, address = excluded.address,
          variant = CASE WHEN m.state = 'queued' THEN COALESCE(m.variant, excluded.variant) ELSE excluded.variant END,
          step_id = excluded.step_id, attempts = m.attempts + 1, claimed_at = excluded.claimed_at
      WHERE m.state = 'queued' OR m.state = 'skipped' AND m.reason = ${stepGone}
    RETURNING m.id, m.state, m.enrollment_id, m.variant
  ), counted AS (${countedForSender({ step, now })})
  SELECT (${reachedRows}) AS reached, (SELECT by_row FROM way) AS "byRow", (${ledgerRows}) AS rows,
         (SELECT count(*)::int FROM reached) AS looked,
         (SELECT count(*)::int FROM reached WHERE fate = 'late') AS late`

const conditions = ({ step, closed }: Pick<ClaimRequest, 'step' | 'closed'>) => Prisma.sql`
  closed AS (SELECT * FROM jsonb_to_recordset(${JSON.stringify(closed)}::jsonb) AS z(zone text, opens timestamptz)),
  share AS (
    SELECT * FROM jsonb_to_recordset(${JSON.stringify(step.variants.map(({ position, drawFrom, drawTo }) => ({ position, drawFrom, drawTo })))}::jsonb)
      AS v(position int, "drawFrom" int, "drawTo" int)
  )`

const reachedRows = Prisma.sql`
  SELECT coalesce(json_agg(person), '[]') FROM (
    SELECT message_id AS "messageId", id AS "enrollmentId", email AS address, reply_token AS "replyToken", zone, variant,
      first_name AS "firstName", last_name AS "lastName", company, job_title AS "jobTitle", country, time_zone AS "timeZone", phone,
      attributes
    FROM reached WHERE fate = 'due'
  ) person`

const ledgerRows = Prisma.sql`
  SELECT coalesce(json_agg(json_build_object('messageId', l.id, 'enrollmentId', l.enrollment_id, 'variant', l.variant)), '[]')
  FROM ledger l WHERE l.state = 'sending'`

// Whoever limits a sender limits all that it sends, so what others send is counted as soon as anybody does.
function countedForSender({ step, now }: Pick<ClaimRequest, 'step' | 'now'>): Prisma.Sql {
  const { key, slice } = senderCount(step.sender.email, now)
  return Prisma.sql`
    INSERT INTO send_count AS n (key, slice, taken)
    SELECT ${key}, ${slice}::timestamptz, count(*)::int FROM (
      SELECT FROM reached CROSS JOIN way WHERE fate = 'due' AND NOT by_row UNION ALL SELECT FROM ledger WHERE state = 'sending'
    ) taken
    WHERE EXISTS (SELECT FROM send_limit WHERE key = ${key}) HAVING count(*) > 0
    ON CONFLICT (key, slice) DO UPDATE SET taken = n.taken + excluded.taken`
}
