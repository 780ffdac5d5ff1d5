/** A fault one can order. */
export type FaultKind = 'busy' | 'broken' | 'answer-lost' | 'silent'

/** What it is called, what Postmark does, and what Baton does then. */
export type OfferedFault = { kind: FaultKind; label: string; postmark: string; baton: string }

/** One on order: what it is called, and how many calls it still waits for (null: no limit). */
export type OrderedFault = { id: number; label: string; left: number | null }

/** What can be ordered, and what waits, in the order it will strike. */
export type FaultsPage = { offered: readonly OfferedFault[]; waiting: OrderedFault[] }
