import type { Deps } from '../deps.ts'

/** What the last look at the ledger found of an invariant. */
export type CheckedInvariant = { name: string; violations: number; checkedAt: Date }

/** What the last look at the ledger found, whichever process took it; nothing before the first. */
export async function lastCheck({ db }: Pick<Deps, 'db'>): Promise<CheckedInvariant[]> {
  return db.invariant.findMany({ orderBy: { name: 'asc' } })
}
