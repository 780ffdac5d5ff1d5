import { findLate, type LateCampaign } from '../../db/late-queries.ts'
import { type AskedScope, scopeOf } from '../../db/problem-scope.ts'
import type { Deps } from '../deps.ts'

const most = 10

/**
 * The campaigns whose late people wait for a person, as far as somebody may decide about them; the ten with the most.
 * @throws Refusal for a member who asks about somebody else's campaign
 */
export async function listLate({ db }: Pick<Deps, 'db'>, asked: AskedScope): Promise<LateCampaign[]> {
  return findLate(db, await scopeOf(db, asked), most)
}
