import { Prisma } from './generated/prisma/client.ts'
import { stepGone } from './move-queries.ts'

/** Where those go on who got a step before, with the step after it, due by zone; null where nobody can have got it. */
export type Beyond = { stepId: string | null; dues: readonly { zone: string; dueAt: Date }[] } | null

/**
 * The fate `had` of a picked person `p`, for a CASE: SQL. Whoever got the step in an earlier version does not get it again:
 * the wait for it is over, the next one follows. By (enrollment_id, step_key).
 */
export const hadBefore = ({ step, beyond }: { step: { key: string }; beyond: Beyond }): Prisma.Sql =>
  beyond === null
    ? Prisma.empty
    : Prisma.sql`WHEN EXISTS (
        SELECT FROM message d WHERE d.enrollment_id = p.id AND d.step_key = ${step.key}::uuid AND d.state <> 'queued'
          AND d.reason IS DISTINCT FROM ${stepGone}) THEN 'had'`

/** When enrollment `e` of that fate is due next, for a CASE: SQL. */
export const nextBeyond = (beyond: Beyond): Prisma.Sql =>
  beyond === null
    ? Prisma.empty
    : beyond.stepId === null
      ? Prisma.sql`WHEN 'had' THEN NULL`
      : Prisma.sql`WHEN 'had' THEN (
        SELECT b."dueAt" FROM jsonb_to_recordset(${JSON.stringify(beyond.dues)}::jsonb) AS b(zone text, "dueAt" timestamptz)
        WHERE b.zone = e.zone)`

/** Where enrollment `e` of that fate goes on, for a SET: SQL. */
export const stepBeyond = (beyond: Beyond): Prisma.Sql =>
  beyond === null
    ? Prisma.empty
    : Prisma.sql`step_id = CASE r.fate WHEN 'had' THEN COALESCE(${beyond.stepId}::uuid, e.step_id) ELSE e.step_id END,`

/** The status of whoever has no step left, for a CASE: SQL. */
export const endBeyond = (beyond: Beyond): Prisma.Sql =>
  beyond !== null && beyond.stepId === null ? Prisma.sql`WHEN 'had' THEN 'completed'` : Prisma.empty
