import { dueAt, placeOf, stepAt } from '../domain/due.ts'
import { type Onward, onwardIn, sameOrder, straightTo } from '../domain/plan-move.ts'
import type { CampaignPlan } from '../domain/plan.ts'
import { workedOut } from './campaign-fault.ts'
import type { Tx } from './client.ts'
import { isWithProvider } from './due-queries.ts'
import { Prisma } from './generated/prisma/client.ts'
import type { VersionSteps } from './version-steps.ts'

/** How many people go on in the new version, and how many are through because nothing of theirs is left in it. */
export type Moved = { moved: number; completed: number }

/** From which version to which, and who of the first: everybody, or those with these ids. */
export type Moving = { from: VersionSteps; to: VersionSteps; ids: readonly string[] | null; now: Date }

/** Where people stand: at a step, and, where that does not follow from the step, with which steps had (keys, or ''). */
type Stand = { fromStep: string; had: string }
type StepMove = Stand & { toStep: string | null; again: boolean }
type Since = Stand & { zone: string; since: Date }

/**
 * Moves people to another version who are in flight and not with the provider: those are moved when
 * they are settled. The caller has locked them in an earlier statement. Whoever waits for another step than before, or whose
 * wait, window or limits changed, gets the moment that they would have had from the start, worked out once for each zone and
 * minute in which the step before went out; not before the next try of a mail that is in line for one.
 */
export async function moveEnrollments(tx: Tx, moving: Moving): Promise<Moved> {
  const { to, now } = moving
  const moves = (await standsOf(tx, moving)).map((stand): StepMove => {
    const { position, asBefore } = onwardOf(moving, stand)
    const toStep = to.steps.find((each) => each.position === position)?.id ?? null
    return { fromStep: stand.fromStep, had: stand.had, toStep, again: toStep !== null && !asBefore }
  })
  const groups = await sinceOf(tx, moving, moves)
  const dues = groups.map((group) =>
    Object.assign(group, { dueAt: workedOut(moving.from.campaignId, () => dueOf(moving, group)) }),
  )
  const [moved] = await tx.$queryRaw<Moved[]>(moveSql(moving, { moves, dues, now }))
  return moved ?? { moved: 0, completed: 0 }
}

/**
 * What the people at one step of a version have had is all alike, unless they came from an earlier version to it. That is
 * looked up, by (enrollment_id, step_key), where it matters.
 */
export const tellsApart = (from: VersionSteps, next: CampaignPlan): boolean =>
  from.number > 1 && !sameOrder(from.plan, next)

/** Why a mail was left out that was in line when its step was taken out: it was not had, and goes out if that is put back. */
export const stepGone = 'the step was taken out of the sequence'

/** The keys of the steps that enrollment `e` had, in any version, as one text: SQL. */
export const hadKeys = Prisma.sql`COALESCE((
  SELECT string_agg(h.step_key::text, ' ' ORDER BY h.step_key) FROM message h
  WHERE h.enrollment_id = e.id AND h.step_key IS NOT NULL AND h.state <> 'queued'
    AND h.reason IS DISTINCT FROM ${stepGone}), '')`

/** Of chosen people it is always looked up: one of them may have had their step, and its version nothing more for them. */
const areTold = ({ from, to, ids }: Moving): boolean =>
  ids === null ? tellsApart(from, to.plan) : !sameOrder(from.plan, to.plan)

const hadOf = (moving: Moving) => (areTold(moving) ? hadKeys : Prisma.sql`''`)

async function standsOf(tx: Tx, moving: Moving): Promise<Stand[]> {
  if (!areTold(moving)) return moving.from.steps.map(({ id }) => ({ fromStep: id, had: '' }))
  return tx.$queryRaw<Stand[]>(Prisma.sql`
    SELECT e.step_id AS "fromStep", ${hadKeys} AS had FROM enrollment e
    WHERE ${whoOf(moving)} AND e.step_id IS NOT NULL GROUP BY 1, 2`)
}

function onwardOf(moving: Moving, { fromStep, had }: Stand): Onward {
  const { from, to } = moving
  const ahead = from.steps.find(({ id }) => id === fromStep)?.position ?? 1
  const stand = areTold(moving) ? { ahead, had: new Set(had.split(' ')) } : straightTo(from.plan, ahead)
  return onwardIn(from.plan, to.plan, stand)
}

/** When somebody is due in the new version to whom the step before was sent then. What is over is due now, not late. */
function dueOf(moving: Moving, { zone, since, ...stand }: Since): Date {
  const { to, now } = moving
  const onward = onwardOf(moving, stand).position
  const step = onward === null ? undefined : stepAt(to.plan, onward)
  const due = step ? dueAt(step.wait, placeOf(to.plan, step, zone), since) : now
  return due > now ? due : now
}

const whoOf = ({ from, ids }: Moving) => Prisma.sql`
  e.campaign_id = ${from.campaignId}::uuid AND e.campaign_version_id = ${from.id}::uuid AND e.status IN ('active', 'paused') AND NOT ${isWithProvider}
  ${ids === null ? Prisma.empty : Prisma.sql`AND e.id = ANY (${[...ids]}::uuid[])`}`

/** Why the mail was left out of whoever was too late for it and goes on without it. */
export const tooLate = 'too late'

/**
 * When the last mail of enrollment `e` went out, or was left out because it was late, or else when it began: SQL. Up to the
 * next full minute: nobody is early, and a million people come to few moments.
 */
export const sinceSql = Prisma.sql`date_trunc('minute', COALESCE((
  SELECT greatest(max(m.sent_at), max(m.created_at) FILTER (WHERE m.state = 'skipped' AND m.reason = ${tooLate}))
  FROM message m WHERE m.enrollment_id = e.id AND m.step_key IS NOT NULL), e.created_at
) + interval '59.999 seconds')`

/** The zones and minutes from which those wait whose moment must be worked out again. */
async function sinceOf(tx: Tx, moving: Moving, moves: readonly StepMove[]): Promise<Since[]> {
  const steps = moves.filter(({ again }) => again).map(({ fromStep }) => fromStep)
  if (steps.length === 0) return []
  return tx.$queryRaw<Since[]>(Prisma.sql`
    SELECT e.step_id AS "fromStep", ${hadOf(moving)} AS had, e.zone, ${sinceSql} AS since FROM enrollment e
    WHERE ${whoOf(moving)} AND e.step_id = ANY (${steps}::uuid[]) GROUP BY 1, 2, 3, 4`)
}

type MoveInput = { moves: readonly StepMove[]; dues: readonly (Since & { dueAt: Date })[]; now: Date }

// Found by enrollment_active_key or by primary key.
const moveSql = (moving: Moving, input: MoveInput) => Prisma.sql`
  WITH move AS (
    SELECT * FROM jsonb_to_recordset(${JSON.stringify(input.moves)}::jsonb) AS m("fromStep" uuid, had text, "toStep" uuid, again boolean)
  ), moved AS (
    UPDATE enrollment e SET campaign_version_id = ${moving.to.id}::uuid, step_id = p."toStep",
      status = CASE WHEN p."toStep" IS NULL THEN 'completed' ELSE e.status END,
      reason = CASE WHEN p."toStep" IS NOT NULL THEN e.reason END,
      next_at = CASE WHEN p."toStep" IS NULL THEN NULL WHEN NOT p.again THEN e.next_at
        ELSE greatest(COALESCE(p."dueAt", ${input.now}), CASE WHEN e.due_since IS NOT NULL THEN e.next_at END) END,
      due_since = CASE WHEN p."toStep" IS NOT NULL AND NOT p.again THEN e.due_since END
    FROM ${whither(moving, input)}
    RETURNING e.status
  )
  SELECT (count(*) FILTER (WHERE status <> 'completed'))::int AS moved,
         (count(*) FILTER (WHERE status = 'completed'))::int AS completed FROM moved`

// Where the step says all there is to say, people are read once; else once more, to be joined with their moments.
const whither = (moving: Moving, { moves, dues }: MoveInput) =>
  moves.some(({ again }) => again) || areTold(moving)
    ? Prisma.sql`(
      SELECT q.*, d."dueAt" FROM (${personOf(moving)}) q LEFT JOIN (
        SELECT * FROM jsonb_to_recordset(${JSON.stringify(dues)}::jsonb)
          AS d("fromStep" uuid, had text, zone text, since timestamptz, "dueAt" timestamptz)
      ) d ON d."fromStep" = q.step_id AND d.had = q.had AND d.zone = q.zone AND d.since = q.since
    ) p WHERE e.id = p.id`
    : Prisma.sql`(SELECT *, NULL::timestamptz AS "dueAt" FROM move) p WHERE p."fromStep" = e.step_id AND ${whoOf(moving)}`

const personOf = (moving: Moving) => Prisma.sql`
  SELECT e.id, e.step_id, e.zone, e.had, m."toStep", m.again, CASE WHEN m.again THEN ${sinceSql} END AS since
  FROM (
    SELECT e.id, e.step_id, e.zone, e.created_at, ${hadOf(moving)} AS had FROM enrollment e WHERE ${whoOf(moving)} OFFSET 0
  ) e JOIN move m ON m."fromStep" = e.step_id AND m.had = e.had`

/**
 * Takes what people on a version have in line over into it, after they were moved there: as a message of its step, which
 * draws its variant again, or out of line where the step is gone. By message_on_its_way_idx.
 */
export async function adoptQueued(tx: Tx, campaignId: string, versionId: string): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    WITH line AS (
      SELECT m.id, s.id AS step_id FROM message m
      JOIN enrollment e ON e.id = m.enrollment_id AND e.campaign_version_id = ${versionId}::uuid
      LEFT JOIN step s ON s.campaign_version_id = ${versionId}::uuid AND s.key = m.step_key
      WHERE m.campaign_id = ${campaignId}::uuid AND m.state = 'queued' AND m.purpose = 'sequence'
        AND m.step_id IS DISTINCT FROM s.id
    )
    UPDATE message m SET step_id = COALESCE(l.step_id, m.step_id),
      variant = CASE WHEN l.step_id IS NULL THEN m.variant END,
      state = CASE WHEN l.step_id IS NULL THEN 'skipped' ELSE m.state END,
      reason = CASE WHEN l.step_id IS NULL THEN ${stepGone} ELSE m.reason END
    FROM line l WHERE m.id = l.id`)
}
