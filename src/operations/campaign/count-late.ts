import { countLate } from '../../db/late-queries.ts'
import { type AskedScope, scopeOf } from '../../db/problem-scope.ts'
import type { Deps } from '../deps.ts'

/**
 * How many people are too late and wait for a person, as far as somebody may decide about them.
 * @throws Refusal for a member who asks about somebody else's campaign
 */
export async function countLatePeople({ db }: Pick<Deps, 'db'>, asked: AskedScope): Promise<number> {
  return countLate(db, await scopeOf(db, asked))
}
