import type { Crowd } from '../domain/move-words.ts'
import { sameOrder, straightTo } from '../domain/plan-move.ts'
import type { CampaignPlan } from '../domain/plan.ts'
import type { Tx } from './client.ts'
import { isWithProvider } from './due-queries.ts'
import { Prisma } from './generated/prisma/client.ts'
import { hadKeys, tellsApart } from './move-queries.ts'
import { versionsById } from './version-steps.ts'

type Row = { versionId: string; stepId: string; away: boolean; had: string; people: number }

/**
 * Who of a campaign would move to a plan, together as far as they stand alike; whose mail is with the provider as if that
 * arrived. Whoever is on a version with the same steps in the same order stays at theirs, and is left out. Null
 * where there are others and they are not to be `counted`. By
 * enrollment_active_key, and of those whom `tellsApart` names the messages, by (enrollment_id, step_key).
 */
export async function crowdsOf(
  tx: Tx,
  { campaignId, next, counted }: { campaignId: string; next: CampaignPlan; counted: boolean },
): Promise<Crowd[] | null> {
  const ids = await tx.campaignVersion.findMany({ where: { campaignId }, select: { id: true } })
  const all = await versionsById(
    tx,
    ids.map(({ id }) => id),
  )
  const versions = new Map([...all].filter(([, { plan }]) => !sameOrder(plan, next)))
  if (versions.size === 0) return []
  if (!counted) return null
  const apart = [...versions.values()].filter((from) => tellsApart(from, next)).map(({ id }) => id)
  const rows = await tx.$queryRaw<Row[]>(Prisma.sql`
    SELECT e.campaign_version_id AS "versionId", e.step_id AS "stepId", ${isWithProvider} AS away,
      CASE WHEN e.campaign_version_id = ANY (${apart}::uuid[]) THEN ${hadKeys} ELSE '' END AS had, count(*)::int AS people
    FROM enrollment e
    WHERE e.campaign_id = ${campaignId}::uuid AND e.status IN ('active', 'paused') AND e.step_id IS NOT NULL
      AND e.campaign_version_id = ANY (${[...versions.keys()]}::uuid[])
    GROUP BY 1, 2, 3, 4`)
  return rows.flatMap(({ versionId, stepId, away, had, people }) => {
    const version = versions.get(versionId)
    const step = version?.steps.find(({ id }) => id === stepId)
    if (!version || !step) return []
    const ahead = away ? step.position + 1 : step.position
    const exact = { ahead, had: new Set([...had.split(' '), ...(away ? [step.key] : [])]) }
    const stand = apart.includes(versionId) ? exact : straightTo(version.plan, ahead)
    return [{ plan: version.plan, stand, people }]
  })
}
