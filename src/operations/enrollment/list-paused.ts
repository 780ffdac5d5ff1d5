import { countPaused, findPaused, type PausedPage, type PausedPerson } from '../../db/paused-queries.ts'
import { requirePermitted } from '../../db/permission-queries.ts'
import type { MemberActor } from '../../domain/actor.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Deps } from '../deps.ts'

/** Some of the paused people of a campaign, and how many there are in all. */
export type PausedList = {
  campaignName: string
  total: number
  people: PausedPerson[]
  /** To go on after; null at the end. */
  next: string | null
}

/**
 * Whom of a campaign a person can let go on: everybody whose pause is not the wait for another campaign. For its owner and
 * admins, as it names people.
 */
export async function listPaused(
  { db }: Pick<Deps, 'db'>,
  { campaignId, actor, limit, ...page }: PausedPage & { campaignId: string; actor: MemberActor },
): Promise<PausedList> {
  const campaign = await db.campaign.findUnique({ where: { id: campaignId }, include: { owner: true } })
  if (campaign === null) throw new Refusal('campaign-gone', 'This campaign no longer exists.')
  await requirePermitted(db, 'release', { actor, owner: campaign.owner })
  const [found, total] = await Promise.all([
    findPaused(db, campaignId, { ...page, limit: limit + 1 }),
    countPaused(db, campaignId),
  ])
  const people = found.slice(0, limit)
  const next = found.length > limit ? (people.at(-1)?.enrollmentId ?? null) : null
  return { campaignName: campaign.name, total, people, next }
}
