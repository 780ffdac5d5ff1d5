import { requirePermitted } from '../../db/permission-queries.ts'
import { roleOf } from '../../db/member-queries.ts'
import { countProblems, findProblems, type Problem, type ProblemScope } from '../../db/problem-queries.ts'
import type { MemberActor } from '../../domain/actor.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Deps } from '../deps.ts'

/** A page of what waits for a person, newest first, and how much there is in all. */
export type ProblemPage = {
  problems: Problem[]
  total: { messages: number; webhooks: number }
  /** To go on after, as `before`; null at the end. */
  next: string | null
}

/** Of which campaign (null: of all), for which member (null: for whoever may read everything), and which page. */
export type ListProblems = {
  campaignId?: string | null
  actor?: MemberActor | null
  before?: string | null
  limit?: number
}

/**
 * What Baton could not settle by itself: mails of which the provider has no trace after all attempts, and webhooks that
 * could not be applied. Each can be replayed or discarded. Members see those of their own campaigns, admins see all.
 * @throws Refusal for a member who asks about somebody else's campaign
 */
export async function listProblems(
  { db }: Pick<Deps, 'db'>,
  { campaignId = null, actor = null, before = null, limit = 10 }: ListProblems = {},
): Promise<ProblemPage> {
  const scope = await scopeOf(db, { campaignId, actor })
  const [problems, total] = await Promise.all([
    findProblems(db, scope, { before, limit: limit + 1 }),
    countProblems(db, scope),
  ])
  const shown = problems.slice(0, limit)
  return { problems: shown, total, next: problems.length > limit ? (shown.at(-1)?.id ?? null) : null }
}

type Asked = { campaignId: string | null; actor: MemberActor | null }

async function scopeOf(db: Deps['db'], { campaignId, actor }: Asked): Promise<ProblemScope> {
  if (campaignId === null) {
    if (actor === null || (await roleOf(db, actor)) === 'admin') return { kind: 'all' }
    return { kind: 'owner', slackUserId: actor.slackUserId }
  }
  const campaign = await db.campaign.findUnique({ where: { id: campaignId }, include: { owner: true } })
  if (campaign === null) throw new Refusal('campaign-gone', 'This campaign no longer exists.')
  if (actor !== null) await requirePermitted(db, 'mend', { actor, owner: campaign.owner })
  return { kind: 'campaign', campaignId }
}
