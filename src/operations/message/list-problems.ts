import { countProblems, findProblems, type Problem } from '../../db/problem-queries.ts'
import type { Deps } from '../deps.ts'

/** A page of what waits for a person, newest first, and how much there is in all. */
export type ProblemPage = {
  problems: Problem[]
  total: { messages: number; webhooks: number }
  /** To go on after, as `before`; null at the end. */
  next: string | null
}

/**
 * What Baton could not settle by itself: mails of which the provider has no trace after all attempts, and webhooks that
 * could not be applied. Each can be replayed or discarded.
 */
export async function listProblems(
  { db }: Pick<Deps, 'db'>,
  { before = null, limit = 10 }: { before?: string | null; limit?: number } = {},
): Promise<ProblemPage> {
  const [problems, total] = await Promise.all([
    findProblems(db, { before, limit: limit + 1 }),
    countProblems(db),
  ])
  const shown = problems.slice(0, limit)
  return { problems: shown, total, next: problems.length > limit ? (shown.at(-1)?.id ?? null) : null }
}
