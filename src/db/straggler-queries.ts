import { dueAt, placeOf, stepAt } from '../domain/due.ts'
import { onwardIn } from '../domain/plan-move.ts'
import type { Tx } from './client.ts'
import { Prisma } from './generated/prisma/client.ts'
import { adoptQueued, hadKeys, moveEnrollments, sinceSql } from './move-queries.ts'
import { waitForTurns } from './turn-queries.ts'
import { soundVersions, versionsById, type VersionSteps } from './version-steps.ts'

type Straggler = {
  id: string
  campaignId: string
  /** Their step of the version that was taken over. */
  stepId: string
  /** That version had nothing more for them. */
  ended: boolean
  zone: string
  state: 'sent' | 'queued'
  position: number
  /** The keys of the steps that they had, with spaces between. */
  had: string
  /** When their last mail went out. */
  since: Date
  from: string
  to: string
}
type Placed = { id: string; versionId: string; stepId: string | null; nextAt: Date | null }

/**
 * Moves whoever's message was with the provider while their version was taken over by another, now that it is settled:
 * with the next step of the new version, or back in line for the same one. The caller holds their enrollments. Costs one
 * look at the campaign's versions when none was ever taken over. Never fails for a plan's sake: what became of a mail may be
 * known nowhere else. Who cannot be placed stays for their claim, which pauses the campaign (`moveLeftOnOld`).
 */
export async function moveSettled(
  tx: Tx,
  {
    messageIds,
    campaignIds,
    now,
  }: { messageIds: readonly string[]; campaignIds: readonly string[]; now: Date },
): Promise<void> {
  if (campaignIds.length === 0) return
  const takenOver = await tx.campaignVersion.findFirst({
    where: { campaignId: { in: [...campaignIds] }, movedToId: { not: null } },
    select: { id: true },
  })
  if (!takenOver) return
  const stragglers = await findStragglers(tx, messageIds)
  if (stragglers.length === 0) return
  const versions = await soundVersions(tx, [...new Set(stragglers.flatMap(({ from, to }) => [from, to]))])
  const placed = stragglers.map(
    (straggler) => placeIfSound(straggler, versions, now) ?? whereTheyAre(straggler, now),
  )
  // Whoever was away, or waited for another campaign, when their last mail was settled still is where there is one more.
  await tx.$executeRaw(Prisma.sql`
    UPDATE enrollment e SET campaign_version_id = p."versionId", step_id = p."stepId",
      status = CASE WHEN p."stepId" IS NULL THEN 'completed' WHEN e.status <> 'completed' THEN e.status
        WHEN e.reason IS NULL THEN 'active' ELSE 'paused' END,
      reason = CASE WHEN p."stepId" IS NOT NULL THEN e.reason END,
      next_at = CASE WHEN p."stepId" IS NULL THEN NULL WHEN e.due_since IS NULL THEN COALESCE(p."nextAt", e.next_at)
        ELSE greatest(p."nextAt", e.next_at) END,
      due_since = CASE WHEN p."nextAt" IS NULL THEN e.due_since END
    FROM jsonb_to_recordset(${JSON.stringify(placed)}::jsonb)
      AS p(id uuid, "versionId" uuid, "stepId" uuid, "nextAt" timestamptz) WHERE e.id = p.id`)
  const ids = placed.map(({ id }) => id)
  for (const { campaignId, to } of distinct(stragglers)) {
    await adoptQueued(tx, campaignId, to)
    await waitForTurns(tx, to, ids)
  }
}

/** Those of some settled messages whose people are still on a version that was taken over. By primary keys. */
async function findStragglers(tx: Tx, messageIds: readonly string[]): Promise<Straggler[]> {
  return tx.$queryRaw<Straggler[]>(Prisma.sql`
    SELECT e.id, e.campaign_id AS "campaignId", e.step_id AS "stepId", e.status = 'completed' AS ended, e.zone,
      m.state::text AS state, s.position, ${hadKeys} AS had, ${sinceSql} AS since, v.id AS from, v.moved_to_id AS to
    FROM message m JOIN enrollment e ON e.id = m.enrollment_id
    JOIN campaign_version v ON v.id = e.campaign_version_id AND v.moved_to_id IS NOT NULL
    JOIN step s ON s.id = m.step_id AND s.campaign_version_id = v.id
    WHERE m.id = ANY (${[...messageIds]}::uuid[])
      AND (m.state = 'sent' AND e.status IN ('active', 'paused', 'completed') OR m.state = 'queued' AND e.status IN ('active', 'paused'))`)
}

/** Null where their plans make no sense. */
function placeIfSound(...placing: Parameters<typeof placeStraggler>): Placed | null {
  try {
    return placeStraggler(...placing)
  } catch {
    // Nothing is asked of the database here, and what is wrong is in the log once it is claimed.
    return null
  }
}

function placeStraggler(
  { id, zone, state, position, had, since, from, to }: Straggler,
  versions: ReadonlyMap<string, VersionSteps>,
  now: Date,
): Placed | null {
  const [old, next] = [versions.get(from), versions.get(to)]
  if (!old || !next) return null
  const ahead = state === 'sent' ? position + 1 : position
  const onward = onwardIn(old.plan, next.plan, { ahead, had: new Set(had.split(' ')) })
  const step = onward.position === null ? undefined : stepAt(next.plan, onward.position)
  const stepId = next.steps.find((each) => each.position === onward.position)?.id ?? null
  const dueFrom = (after: Date) => step && dueAt(step.wait, placeOf(next.plan, step, zone), after)
  // What was just sent is waited from; what is back in line keeps the moment of its next try, if it is theirs next.
  const due = state === 'sent' ? dueFrom(now) : onward.asBefore ? undefined : dueFrom(since)
  return { id, versionId: to, stepId, nextAt: due ? new Date(Math.max(due.getTime(), now.getTime())) : null }
}

/** Due where they are, and so looked at again, also where nothing was left for them there. */
const whereTheyAre = ({ id, stepId, from, ended }: Straggler, now: Date): Placed => ({
  id,
  versionId: from,
  stepId,
  nextAt: ended ? now : null,
})

function distinct(stragglers: readonly Straggler[]): Straggler[] {
  return [...new Map(stragglers.map((straggler) => [straggler.to, straggler])).values()]
}

/** People who are due for a step of a version that another one took over. */
export type LeftOnOld = { campaignId: string; stepId: string; now: Date; limit: number }

/**
 * Moves people who are due on a version that another one took over: whoever came back to it after everybody else was
 * moved. Returns how many it found; whoever others hold is theirs.
 */
export async function moveLeftOnOld(tx: Tx, { campaignId, stepId, now, limit }: LeftOnOld): Promise<number> {
  const locked = await tx.$queryRaw<{ id: string; from: string; to: string }[]>(Prisma.sql`
    SELECT e.id, v.id AS from, v.moved_to_id AS to
    FROM enrollment e JOIN campaign_version v ON v.id = e.campaign_version_id
    WHERE e.campaign_id = ${campaignId}::uuid AND e.step_id = ${stepId}::uuid AND e.status = 'active' AND e.next_at <= ${now}
      AND NOT e.with_provider AND v.moved_to_id IS NOT NULL
    ORDER BY e.next_at LIMIT ${limit} FOR UPDATE OF e SKIP LOCKED`)
  const [first] = locked
  if (!first) return 0
  const versions = await versionsById(tx, [first.from, first.to])
  const [from, to] = [versions.get(first.from), versions.get(first.to)]
  if (!from || !to) return 0
  const ids = locked.map(({ id }) => id)
  await moveEnrollments(tx, { from, to, ids, now })
  await adoptQueued(tx, campaignId, to.id)
  await waitForTurns(tx, to.id, ids)
  return locked.length
}
