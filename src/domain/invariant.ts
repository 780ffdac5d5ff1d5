/** What must hold of the ledger at every moment; `db/invariant-queries.ts` says how each is looked at. */
export const invariants = [
  'everybody-enrolled',
  'settled-in-time',
  'nobody-after-suppression',
  'one-message-per-step',
  'sent-is-proven',
  'nobody-forgotten',
  'nothing-in-line-for-the-ended',
] as const

export type InvariantName = (typeof invariants)[number]

/** How many rows break an invariant, and a few of their ids to look at. */
export type Violation = { name: InvariantName; violations: number; examples: string[] }

/** How long the reconciler, which runs every minute, may take once a call is old enough to be asked about. */
export const reconcileGraceMs = 5 * 60_000
