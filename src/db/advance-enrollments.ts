import { Prisma } from './generated/prisma/client.ts'
import type { NextDue } from './schedule-queries.ts'

/** When those go on who got a step, by step and zone, and those whose message is back in line; the rest from `now`. */
export type Advancing = { now: Date; retryAt: Date; dues: readonly NextDue[] }

/**
 * The part of a statement that moves enrollments on from messages in a CTE named `settled`: to the next step, to their
 * end, or back in line. What is unknown has no moment until it is known. `dues` are few: a row for each step and zone;
 * the steps are fewer, so what follows each is looked up once. The status is compared as text, for no index of those under way
 * to seem the way to them: statistics from before a launch say that it is short, and it holds everybody.
 */
export const advanceEnrollments = ({ now, retryAt, dues }: Advancing) => Prisma.sql`
  next_due AS (
    SELECT * FROM jsonb_to_recordset(${JSON.stringify(dues)}::jsonb) AS d("stepId" uuid, zone text, "dueAt" timestamptz)
  ), onward AS MATERIALIZED (
    SELECT cur.id AS step_id, nxt.id AS next_step_id
    FROM step cur LEFT JOIN step nxt ON nxt.campaign_version_id = cur.campaign_version_id AND nxt.position = cur.position + 1
    WHERE cur.id IN (SELECT DISTINCT step_id FROM settled)
  ), following AS (
    SELECT s.enrollment_id, s.state, s.reason, o.step_id, o.next_step_id
    FROM settled s JOIN onward o ON o.step_id = s.step_id
    WHERE s.state IN ('sent', 'rejected', 'skipped', 'needs_human', 'queued', 'unknown')
  ), advanced AS (
    UPDATE enrollment e
    SET status = CASE
          WHEN f.state IN ('rejected', 'skipped', 'needs_human') THEN 'stopped'
          WHEN f.state = 'sent' AND f.next_step_id IS NULL THEN 'completed'
          ELSE e.status END::"EnrollmentStatus",
        reason = CASE WHEN f.state IN ('rejected', 'skipped', 'needs_human') THEN f.reason ELSE e.reason END,
        step_id = CASE WHEN f.state = 'sent' THEN COALESCE(f.next_step_id, e.step_id) ELSE e.step_id END,
        next_at = CASE
          WHEN f.state = 'queued' THEN ${retryAt}::timestamptz
          WHEN f.state = 'sent' AND f.next_step_id IS NOT NULL THEN COALESCE(
            (SELECT d."dueAt" FROM next_due d WHERE d."stepId" = f.step_id AND d.zone = e.zone), ${now}::timestamptz)
        END,
        due_since = CASE WHEN f.state IN ('queued', 'unknown') THEN COALESCE(e.due_since, e.next_at) END,
        with_provider = false
    FROM following f
    WHERE e.id = f.enrollment_id AND e.status::text IN ('active', 'paused') AND e.step_id = f.step_id
  )`
