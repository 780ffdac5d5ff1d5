import type { EventType } from '../domain/event.ts'
import { advanceEnrollments } from './advance-enrollments.ts'
import type { Tx } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'
import { stepGone } from './move-queries.ts'
import { inOtherRuns, type OtherRun } from './run-queries.ts'
import { nextDuesOf } from './schedule-queries.ts'
import { finishSettling, type SettledRow, type SettleResult } from './settle-queries.ts'

/** A webhook delivery that waits to be applied. */
export type PendingDelivery = { id: string; payload: unknown; receivedAt: Date }

/** Takes up to `limit` deliveries that nobody else is applying, oldest first (webhook_delivery_pending_idx). */
export async function takePendingDeliveries(
  tx: Tx,
  { limit, except }: { limit: number; except: readonly string[] },
): Promise<PendingDelivery[]> {
  return tx.$queryRaw<PendingDelivery[]>(Prisma.sql`
    SELECT id, payload, received_at AS "receivedAt" FROM webhook_delivery
    WHERE source = 'postmark-event' AND applied_at IS NULL AND id <> ALL (${[...except]}::uuid[])
    ORDER BY received_at LIMIT ${limit} FOR UPDATE SKIP LOCKED`)
}

/** A message that some events name, as far as applying them needs it. */
export type NamedMessage = {
  id: string
  state: string
  attempt: string | null
  provider_message_id: string | null
  campaign_id: string | null
}

/** Messages as events name them: by our id, and by the provider's. */
type Names = { ids: readonly string[]; providerIds: readonly string[] }

const namedBy = ({ ids, providerIds }: Names) =>
  Prisma.sql`(m.id = ANY (${[...ids]}::uuid[]) OR m.provider_message_id = ANY (${[...providerIds]}))`

const noNames: Names = { ids: [], providerIds: [] }

/**
 * Finds messages by our id or by the provider's (primary key and unique key) and locks them, so that what is decided
 * about them holds until the commit. Before them, each in a statement of its own, the campaigns that may have to go on for
 * somebody who was given up, and enrollments, also those in other runs that a signal about the messages of `signalling`
 * reaches: the messages are read as they are once those are held. Events may be appended meanwhile.
 */
export async function lockMessages(
  tx: Tx,
  names: Names,
  signalling: Names = noNames,
): Promise<NamedMessage[]> {
  const named = namedBy(names)
  const others = await reachedBySignals(tx, signalling)
  await tx.$queryRaw(Prisma.sql`
    SELECT c.id FROM campaign c
    WHERE c.id IN (SELECT m.campaign_id FROM message m WHERE m.state = 'needs_human' AND ${named})
    ORDER BY c.id FOR NO KEY UPDATE`)
  await tx.$queryRaw(Prisma.sql`
    SELECT e.id FROM enrollment e
    WHERE e.id IN (SELECT m.enrollment_id FROM message m WHERE ${named} UNION ALL SELECT unnest(${others}::uuid[]))
    ORDER BY e.id FOR UPDATE`)
  return tx.$queryRaw<NamedMessage[]>(Prisma.sql`
    SELECT m.id, m.state::text AS state, m.attempt, m.provider_message_id, m.campaign_id FROM message m
    WHERE ${named} ORDER BY m.id FOR NO KEY UPDATE`)
}

async function reachedBySignals(tx: Tx, signalling: Names): Promise<string[]> {
  if (signalling.ids.length + signalling.providerIds.length === 0) return []
  const told = Prisma.sql`SELECT m.enrollment_id FROM message m WHERE ${namedBy(signalling)}`
  return (await tx.$queryRaw<OtherRun[]>(inOtherRuns(told))).map(({ id }) => id)
}

/** An event on its way into the table. */
export type EventRow = {
  webhookDeliveryId: string
  messageId: string
  type: EventType
  machine: boolean
  detail: string | null
  occurredAt: Date
}

/** Appends events; one that is there already (the same delivery) stays as it is. */
export async function insertEvents(tx: Tx, rows: readonly EventRow[]): Promise<void> {
  await tx.event.createMany({ data: [...rows], skipDuplicates: true })
}

/** A message that a webhook proves to have been accepted. */
export type Witness = { messageId: string; attempt: string | null; providerMessageId: string | null }

/**
 * Settles messages that a webhook proves accepted and that `lockMessages` holds: still with the provider under that
 * attempt, unknown, back in line or left out of it with their step, or given up (the provider had it after all). Somebody
 * who was given up for nothing else is through if they have got the last mail, and goes on with the next one if there is
 * one, as there may be in a version that took theirs over (see `moveSettled`).
 */
export async function settleWitnessed(
  tx: Tx,
  witnesses: readonly Witness[],
  now: Date,
): Promise<SettleResult> {
  const dues = await nextDuesOf(
    tx,
    witnesses.map(({ messageId }) => messageId),
    now,
  )
  const rows = await tx.$queryRaw<SettledRow[]>(Prisma.sql`
    WITH witness AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(witnesses)}::jsonb)
        AS w("messageId" uuid, attempt uuid, "providerMessageId" text)
    ), settled AS (
      UPDATE message m
      SET state = 'sent', reason = NULL, sent_at = COALESCE(m.sent_at, ${now}),
          provider_message_id = COALESCE(w."providerMessageId", m.provider_message_id)
      FROM witness w
      WHERE m.id = w."messageId"
        AND (m.state IN ('queued', 'needs_human') OR m.state = 'skipped' AND m.reason = ${stepGone}
          OR m.state IN ('sending', 'unknown') AND m.attempt = w.attempt)
      RETURNING m.id, m.purpose, m.campaign_id, m.enrollment_id, m.step_id, m.state, m.reason,
                old.state AS before, old.reason AS given_up_reason
    ), ${advanceEnrollments({ now, retryAt: now, dues })}, ${takenUpAgain(now)}
    SELECT id, purpose::text AS purpose, campaign_id FROM settled`)
  return finishSettling(tx, rows, now)
}

// Of theirs, or of the version that took it over, if there is anything left in that.
const mayGoOn = Prisma.sql`(f.next_step_id IS NOT NULL OR v.moved_to_id IS NOT NULL)`

// Goes on as somebody does who comes back, when whoever looks after pauses has seen to their turn. A campaign that was through
// goes on for them; in one that was cancelled there is nothing to go on with.
const takenUpAgain = (now: Date) => Prisma.sql`
  through AS (
    UPDATE enrollment e
    SET status = CASE WHEN ${mayGoOn} THEN 'paused' ELSE 'completed' END::"EnrollmentStatus",
        reason = CASE WHEN ${mayGoOn} THEN 'released' END,
        step_id = COALESCE(f.next_step_id, e.step_id),
        resume_at = CASE WHEN ${mayGoOn} THEN ${now}::timestamptz END,
        due_since = NULL, with_provider = false,
        next_at = CASE WHEN ${mayGoOn} THEN COALESCE(
          (SELECT d."dueAt" FROM next_due d WHERE d."stepId" = f.step_id AND d.zone = e.zone), ${now}::timestamptz) END
    FROM following f JOIN settled s ON s.enrollment_id = f.enrollment_id JOIN campaign c ON c.id = s.campaign_id CROSS JOIN campaign_version v
    WHERE e.id = f.enrollment_id AND v.id = e.campaign_version_id AND s.before = 'needs_human'
      AND e.status = 'stopped' AND e.reason = s.given_up_reason
      AND (NOT ${mayGoOn} OR c.status IN ('running', 'paused', 'completed') AND NOT EXISTS (
        SELECT FROM enrollment o
        WHERE o.campaign_id = e.campaign_id AND o.contact_id = e.contact_id AND o.status IN ('active', 'paused')))
    RETURNING e.campaign_id, e.status
  ), reopened AS (
    UPDATE campaign c SET status = 'running', finished_at = NULL
    WHERE c.status = 'completed' AND c.id IN (SELECT campaign_id FROM through WHERE status = 'paused')
  )`

/** Marks deliveries as applied, each with what became of it. One that others marked meanwhile stays as they did. */
export async function closeDeliveries(
  tx: Tx,
  outcomes: readonly { id: string; outcome: string }[],
  now: Date,
): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    UPDATE webhook_delivery d SET applied_at = ${now}, outcome = o.outcome
    FROM jsonb_to_recordset(${JSON.stringify(outcomes)}::jsonb) AS o(id uuid, outcome text)
    WHERE d.id = o.id AND d.applied_at IS NULL`)
}
