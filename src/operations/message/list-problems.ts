import { countProblems, findProblems, type Problem } from '../../db/problem-queries.ts'
import { scopeOf } from '../../db/problem-scope.ts'
import type { MemberActor } from '../../domain/actor.ts'
import type { Deps } from '../deps.ts'

/** A page of what waits for a person, newest first, and how much there is in all. */
export type ProblemPage = {
  problems: Problem[]
  total: { messages: number; webhooks: number }
  /** How many of the mails are tests: those are not tried again. */
  tests: number
  /** Whether somebody has all mails of a campaign among them tried again at this moment. */
  replaying: boolean
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
  const [problems, { tests, replaying, ...total }] = await Promise.all([
    findProblems(db, scope, { before, limit: limit + 1 }),
    countProblems(db, scope),
  ])
  const shown = problems.slice(0, limit)
  const next = problems.length > limit ? (shown.at(-1)?.id ?? null) : null
  return { problems: shown, total, tests, replaying, next }
}
