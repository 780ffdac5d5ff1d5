import { Refusal } from '../domain/refusal.ts'
import type { Tx } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'

/** Names something that waits for a person: a mail whose fate could not be found out, or a webhook that failed. */
export type ProblemRef = { kind: 'message' | 'webhook'; id: string }

/** The same with what a person needs to know to decide. */
export type Problem = ProblemRef & {
  reason: string
  /** When it began: the mail was claimed, the webhook was put away. */
  since: Date
  /** Of mails: to whom it was to go. */
  address: string | null
  /** Of mails: what it is part of. */
  purpose: 'sequence' | 'conversation' | 'test' | null
  /** Of webhooks: which it came by. */
  source: string | null
  campaignId: string | null
  campaignName: string | null
}

/** Whose problems: all, with the webhooks; those of one campaign; or of all campaigns that somebody owns (a Slack user). */
export type ProblemScope =
  { kind: 'all' } | { kind: 'campaign'; campaignId: string } | { kind: 'owner'; slackUserId: string }

/** Everything that waits for a person, newest first, before the one with the id `before`. Each kind by its partial index. */
export async function findProblems(
  tx: Tx,
  scope: ProblemScope,
  { before, limit }: { before: string | null; limit: number },
): Promise<Problem[]> {
  const bound = (column: Prisma.Sql) =>
    before === null ? Prisma.empty : Prisma.sql`AND ${column} < ${before}::uuid`
  return tx.$queryRaw<Problem[]>(Prisma.sql`
    SELECT * FROM (
      (SELECT 'message' AS kind, m.id, coalesce(m.reason, 'it is not known whether it was sent') AS reason,
         coalesce(m.claimed_at, m.created_at) AS since, m.address, m.purpose::text AS purpose, NULL AS source,
         m.campaign_id AS "campaignId", c.name AS "campaignName"
       FROM message m LEFT JOIN campaign c ON c.id = m.campaign_id
       WHERE m.state = 'needs_human' ${mailsOf(scope)} ${bound(Prisma.sql`m.id`)} ORDER BY m.id DESC LIMIT ${limit})
      UNION ALL
      (SELECT 'webhook', d.id, 'it could not be applied; the log says why', coalesce(d.applied_at, d.received_at), NULL,
         NULL, d.source, NULL, NULL
       FROM webhook_delivery d
       WHERE d.outcome = 'failed' ${webhooksOf(scope)} ${bound(Prisma.sql`d.id`)} ORDER BY d.id DESC LIMIT ${limit})
    ) problem ORDER BY id DESC LIMIT ${limit}`)
}

/** Those of the messages `m` that are of a scope: the end of a condition. */
export const mailsOf = (scope: ProblemScope): Prisma.Sql => campaignsOf(scope, Prisma.sql`m.campaign_id`)

/** Those rows whose campaign, in `column`, is of a scope: the end of a condition. */
export function campaignsOf(scope: ProblemScope, column: Prisma.Sql): Prisma.Sql {
  switch (scope.kind) {
    case 'all':
      return Prisma.empty
    case 'campaign':
      return Prisma.sql`AND ${column} = ${scope.campaignId}::uuid`
    case 'owner':
      return Prisma.sql`AND ${column} IN (
        SELECT o.id FROM campaign o JOIN member b ON b.id = o.owner_id WHERE b.slack_user_id = ${scope.slackUserId})`
  }
}

// A webhook belongs to no campaign, and so to no owner.
const webhooksOf = ({ kind }: ProblemScope): Prisma.Sql =>
  kind === 'all' ? Prisma.empty : Prisma.sql`AND false`

/**
 * How many there are of each kind. Mails of which `tests` are tests, which are only left as they are; `replaying`: whether
 * the provider is being asked about all of a campaign at this moment.
 */
export type ProblemCounts = { messages: number; tests: number; webhooks: number; replaying: boolean }

/** Counts them. A replay is one row for each decision about many, so there are few. */
export async function countProblems(tx: Tx, scope: ProblemScope): Promise<ProblemCounts> {
  const [row] = await tx.$queryRaw<ProblemCounts[]>(Prisma.sql`
    SELECT (SELECT count(*)::int FROM message m WHERE m.state = 'needs_human' ${mailsOf(scope)}) AS messages,
           (SELECT count(*)::int FROM message m WHERE m.state = 'needs_human' AND m.purpose = 'test' ${mailsOf(scope)}) AS tests,
           (SELECT count(*)::int FROM webhook_delivery d WHERE d.outcome = 'failed' ${webhooksOf(scope)}) AS webhooks,
           EXISTS (SELECT FROM replay r WHERE r.finished_at IS NULL ${campaignsOf(scope, Prisma.sql`r.campaign_id`)}) AS replaying`)
  return row ?? { messages: 0, tests: 0, webhooks: 0, replaying: false }
}

/** The campaigns of a scope that have mails that wait for a person, in the order of their ids. By message_needs_human_idx. */
export async function findStuckCampaigns(tx: Tx, scope: ProblemScope): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>(Prisma.sql`
    SELECT DISTINCT m.campaign_id AS id FROM message m
    WHERE m.state = 'needs_human' AND m.campaign_id IS NOT NULL ${mailsOf(scope)} ORDER BY 1`)
  return rows.map(({ id }) => id)
}

/** What to tell somebody whose problem is none any more. */
export const settledMeanwhile = () =>
  new Refusal('problem-settled', 'This was settled meanwhile: there is nothing left to decide.')

/** A mail that waits for a person. */
export type StuckMessage = {
  id: string
  purpose: 'sequence' | 'conversation' | 'test'
  attempt: string | null
  claimedAt: Date | null
  reason: string | null
  campaignId: string | null
  enrollmentId: string | null
}

/** Loads a mail that waits for a person. Throws a Refusal when it does not any more. */
export async function stuckMessage(tx: Tx, id: string): Promise<StuckMessage> {
  const found = await tx.message.findFirst({ where: { id, state: 'needs_human' } })
  if (!found) throw settledMeanwhile()
  return found
}

/**
 * Takes up again the enrollment that was given up with a mail. It goes on from `now` as somebody does who comes back, after
 * the mail is back in line or proven sent; one that ended for another reason since stays as it is. A campaign that was
 * through goes on for it. Needs the lock on the campaign.
 */
export async function takeUpAgain(
  tx: Tx,
  { id, campaignId, enrollmentId, reason }: StuckMessage,
  now: Date,
): Promise<void> {
  if (campaignId === null || enrollmentId === null) return
  const again = await tx.$executeRaw(Prisma.sql`
    UPDATE enrollment e SET status = 'paused', reason = 'released', resume_at = ${now}, with_provider = false
    WHERE e.id = ${enrollmentId}::uuid AND e.status = 'stopped' AND e.reason IS NOT DISTINCT FROM ${reason}
      AND NOT EXISTS (SELECT FROM enrollment o WHERE o.campaign_id = e.campaign_id AND o.contact_id = e.contact_id
                        AND o.status IN ('active', 'paused'))`)
  if (again === 0) {
    // Whoever decided about the mail first has taken it up, or ended it.
    await stuckMessage(tx, id)
    throw new Refusal(
      'enrollment-over',
      'This person is not to be written to in this campaign any more. Leave it as it is.',
    )
  }
  await tx.campaign.updateMany({
    where: { id: campaignId, status: 'completed' },
    data: { status: 'running', finishedAt: null },
  })
}

/** Puts a mail back in line that the provider has no trace of. */
export async function putInLine(tx: Tx, { id, enrollmentId }: StuckMessage, now: Date): Promise<void> {
  const { count } = await tx.message.updateMany({
    where: { id, state: 'needs_human' },
    data: { state: 'queued', reason: 'a person had it sent again' },
  })
  if (count === 0) throw settledMeanwhile()
  if (enrollmentId !== null)
    await tx.enrollment.update({
      where: { id: enrollmentId },
      data: { nextAt: now, dueSince: null, withProvider: false },
    })
}

/** What is decided about failed webhooks, and under which name the audit entries have it. */
export type WebhookDecision = { decision: 'replay' | 'discard'; actor: string; origin: string; limit: number }

/** Decides about the oldest webhooks that failed, with an audit entry for each. By webhook_delivery_failed_idx. */
export async function decideFailed(
  tx: Tx,
  { decision, actor, origin, limit }: WebhookDecision,
): Promise<{ id: string; source: string }[]> {
  const change =
    decision === 'replay' ? Prisma.sql`outcome = NULL, applied_at = NULL` : Prisma.sql`outcome = 'discarded'`
  return tx.$queryRaw<{ id: string; source: string }[]>(Prisma.sql`
    WITH failed AS (
      SELECT id FROM webhook_delivery WHERE outcome = 'failed' ORDER BY id LIMIT ${limit} FOR UPDATE SKIP LOCKED
    ), decided AS (
      UPDATE webhook_delivery d SET ${change} FROM failed f WHERE d.id = f.id RETURNING d.id, d.source
    ), told AS (
      INSERT INTO audit_entry (actor, action, subject, subject_id, origin)
      SELECT ${actor}, ${decision === 'replay' ? 'replayed' : 'discarded'}, 'webhook_delivery', id, ${origin} FROM decided
    )
    SELECT id, source FROM decided ORDER BY id`)
}
