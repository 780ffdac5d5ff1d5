import { findViolations, keepInvariants } from '../../db/invariant-queries.ts'
import { invariants, reconcileGraceMs } from '../../domain/invariant.ts'
import type { Deps } from '../deps.ts'

/**
 * Looks whether the ledger tells the truth about itself, and keeps the answer for `/metrics`. What is broken is an error in
 * the log every time it is found: nothing here mends it, because whatever broke it is a fault of Baton.
 */
export async function checkInvariants({
  db,
  clock,
  log,
  settings,
}: Pick<Deps, 'db' | 'clock' | 'log' | 'settings'>): Promise<void> {
  const now = clock.now()
  const patienceMs = settings.sendLeaseMs + settings.settleWindowMs + reconcileGraceMs
  const broken = await findViolations(db, { now, openBefore: new Date(now.getTime() - patienceMs) })
  for (const { name, violations, examples } of broken) {
    log.error({ invariant: name, violations, examples }, 'The ledger is not as it must be')
  }
  const byName = new Map(broken.map((violation) => [violation.name, violation]))
  const all = invariants.map((name) => byName.get(name) ?? { name, violations: 0, examples: [] })
  await keepInvariants(db, all, now)
}
