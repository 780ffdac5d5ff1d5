import type { Person } from '../domain/company.ts'
import type { CampaignPlan, Signal } from '../domain/plan.ts'
import { defaultPlan } from '../domain/plan-defaults.ts'
import { returnDate } from '../domain/return-date.ts'
import {
  type Consequence,
  consequenceForCompany,
  consequenceInOtherRun,
  consequenceOfSignal,
  weightier,
} from '../domain/signal.ts'
import { usableZone } from '../domain/zone-of.ts'
import type { Tx } from './client.ts'
import { dropQueued } from './contact-end-queries.ts'
import { type EnrollmentStatus, Prisma } from './generated/prisma/client.ts'
import { findInOtherRuns, holdUnlaunchedRuns } from './run-queries.ts'
import { campaignsOf } from './settle-queries.ts'
import { readablePlan } from './stored-plan.ts'
import { waits } from './turn-queries.ts'

/** A signal about an enrollment. `note`: what somebody out of office says, where it was read. */
export type Told = { enrollmentId: string; signal: Signal; note: string }

/** An enrollment that a signal is about, with the plan of the version it runs on, or the usual one where that cannot be read. */
type Concerned = {
  status: EnrollmentStatus
  zone: string
  contactId: string
  campaignId: string
  contact: Person
  plan: CampaignPlan
}

/** What is done to an enrollment. */
type Deed = Exclude<Consequence, { kind: 'none' }>

/** An enrollment that a signal reaches: the one that it was told of, or that of the same person in another run. */
type Reached = Told & { run: 'own' | 'other' }

/**
 * Does to each enrollment what the rules of its own version say of a signal; the same to those that the person has under way
 * in other runs of the campaign; and, where somebody replied, to the others of the same company in the same campaign what
 * those of its version say of them: in one statement. Returns the campaigns of whoever it changed.
 */
export async function applySignals(tx: Tx, told: readonly Told[], now: Date): Promise<string[]> {
  if (told.length === 0) return []
  const reached = await findReached(tx, told)
  const concerned = await findConcerned(tx, [...new Set(reached.map(({ enrollmentId }) => enrollmentId))])
  const own = new Map<string, Deed & { id: string }>()
  const colleagues: (Deed & { contactId: string; campaignId: string })[] = []
  for (const each of reached) {
    const of = concerned.get(each.enrollmentId)
    if (!of) continue
    const { plan, contact, contactId, campaignId } = of
    const consequence = consequenceFor(each, of, now)
    if (consequence.kind !== 'none') {
      const deed = { ...consequence, id: each.enrollmentId }
      const before = own.get(deed.id)
      own.set(deed.id, before ? weightier<Deed & { id: string }>(before, deed) : deed)
    }
    if (each.signal !== 'reply') continue
    const ofCompany = consequenceForCompany(plan.company, contact)
    if (ofCompany.kind !== 'none') colleagues.push({ ...ofCompany, contactId, campaignId })
  }
  return own.size + colleagues.length === 0 ? [] : change(tx, [...own.values()], colleagues)
}

function consequenceFor({ signal, note, run }: Reached, of: Concerned, now: Date): Consequence {
  // Whoever is through has no mail of that run that this would answer.
  if (run === 'other' && of.status === 'completed') return { kind: 'none' }
  const { rules, zone } = of.plan
  const returnsAt =
    signal === 'out-of-office' ? returnDate(note, { now, zone: usableZone(of.zone, zone) }) : null
  const decide = run === 'own' ? consequenceOfSignal : consequenceInOtherRun
  return decide(rules, signal, { now, returnsAt })
}

async function findReached(tx: Tx, told: readonly Told[]): Promise<Reached[]> {
  const answered = told.flatMap(({ enrollmentId, signal }) => (signal === 'reply' ? [enrollmentId] : []))
  if (answered.length > 0) await holdUnlaunchedRuns(tx, answered)
  const ids = told.map(({ enrollmentId }) => enrollmentId)
  const others = Map.groupBy(await findInOtherRuns(tx, ids), ({ of }) => of)
  return told.flatMap(({ enrollmentId, signal, note }): Reached[] => [
    { enrollmentId, signal, note, run: 'own' },
    ...(others.get(enrollmentId) ?? []).map(({ id }): Reached => {
      return { enrollmentId: id, signal, note, run: 'other' }
    }),
  ])
}

/** The same for what events of messages tell about the enrollments that these were for. */
export async function applyMessageSignals(
  tx: Tx,
  told: readonly { messageId: string; signal: Signal }[],
  now: Date,
): Promise<string[]> {
  if (told.length === 0) return []
  const rows = await tx.message.findMany({
    where: { id: { in: told.map(({ messageId }) => messageId) }, purpose: 'sequence' },
    select: { id: true, enrollmentId: true },
  })
  const enrollmentOf = new Map(rows.map(({ id, enrollmentId }) => [id, enrollmentId]))
  const concerned = told.flatMap(({ messageId, signal }) => {
    const enrollmentId = enrollmentOf.get(messageId) ?? null
    return enrollmentId === null ? [] : [{ enrollmentId, signal, note: '' }]
  })
  return applySignals(tx, concerned, now)
}

async function findConcerned(tx: Tx, ids: readonly string[]): Promise<Map<string, Concerned>> {
  const person = { email: true, company: true, firstName: true, lastName: true } as const
  const rows = await tx.enrollment.findMany({
    where: { id: { in: [...ids] } },
    select: {
      id: true,
      status: true,
      zone: true,
      contactId: true,
      campaignId: true,
      campaignVersionId: true,
      contact: { select: person },
    },
  })
  const versions = await tx.campaignVersion.findMany({
    where: { id: { in: rows.map(({ campaignVersionId }) => campaignVersionId) } },
    select: { id: true, plan: true },
  })
  // One plan that cannot be read must not keep from being saved what was told, of others too: the usual rules stand in for it.
  const plans = new Map(versions.map(({ id, plan }) => [id, readablePlan(plan) ?? defaultPlan([], 'UTC')]))
  return new Map(
    rows.flatMap((row) => {
      const plan = plans.get(row.campaignVersionId)
      return plan ? [[row.id, { ...row, plan }] as const] : []
    }),
  )
}

type Changed = { id: string; campaign_id: string; status: string }

async function change(
  tx: Tx,
  own: readonly (Deed & { id: string })[],
  colleagues: readonly (Deed & { contactId: string; campaignId: string })[],
): Promise<string[]> {
  const rows = await tx.$queryRaw<Changed[]>(changeSql(JSON.stringify(own), JSON.stringify(colleagues)))
  await dropQueued(
    tx,
    rows.filter(({ status }) => status !== 'paused').map(({ id }) => id),
  )
  return campaignsOf(rows)
}

// Colleagues by contact_company_key_idx and enrollment_active_key, and those who were given up with a mail that waits for a
// person by message_needs_human_idx: that mail may be tried again, so they are stopped for good, but not paused. Whoever a person must let go on is not let go on by the
// clock: a pause that ends by itself takes the place only of one that does too. A sequence that is through can still be
// answered, and so can one that was given up with a mail that has arrived after all.
const changeSql = (own: string, colleagues: string) => Prisma.sql`
  WITH wanted AS (
    SELECT * FROM jsonb_to_recordset(${own}::jsonb)
      AS o(id uuid, kind text, status "EnrollmentStatus", reason text, "resumeAt" timestamptz)
    UNION ALL
    SELECT e.id, c.kind, c.status, c.reason, NULL
    FROM jsonb_to_recordset(${colleagues}::jsonb)
      AS c("contactId" uuid, "campaignId" uuid, kind text, status "EnrollmentStatus", reason text)
    JOIN contact me ON me.id = c."contactId"
    JOIN contact k ON k.company_key = me.company_key AND k.id <> me.id
    JOIN enrollment e ON e.campaign_id = c."campaignId" AND e.contact_id = k.id AND e.status IN ('active', 'paused')
    UNION ALL
    SELECT e.id, c.kind, c.status, c.reason, NULL
    FROM jsonb_to_recordset(${colleagues}::jsonb)
      AS c("contactId" uuid, "campaignId" uuid, kind text, status "EnrollmentStatus", reason text)
    JOIN contact me ON me.id = c."contactId"
    JOIN message m ON m.state = 'needs_human' AND m.campaign_id = c."campaignId"
    JOIN enrollment e ON e.id = m.enrollment_id AND e.status = 'stopped'
    JOIN contact k ON k.id = e.contact_id AND k.company_key = me.company_key AND k.id <> me.id
    WHERE c.kind = 'stop'
  ), locked AS (
    SELECT id FROM enrollment WHERE id IN (SELECT id FROM wanted) ORDER BY id FOR UPDATE
  )
  UPDATE enrollment e
  SET status = CASE w.kind WHEN 'stop' THEN w.status ELSE 'paused' END,
      reason = w.reason,
      next_at = CASE w.kind WHEN 'pause' THEN e.next_at END,
      resume_at = w."resumeAt"
  FROM wanted w JOIN locked l ON l.id = w.id
  WHERE e.id = w.id AND CASE w.kind
    WHEN 'stop' THEN e.status IN ('active', 'paused') OR w.status = 'replied' AND e.status = 'completed' OR e.status = 'stopped'
      AND EXISTS (SELECT FROM message m WHERE m.enrollment_id = e.id AND m.state = 'needs_human' AND m.reason = e.reason)
    ELSE e.status = 'active' OR e.status = 'paused' AND (w."resumeAt" IS NULL OR e.resume_at IS NOT NULL OR e.reason = ${waits}) END
  RETURNING e.id, e.campaign_id, e.status::text AS status`
