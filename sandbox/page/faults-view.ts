/** Whom a fault belongs to. */
export type Vendor = 'Postmark' | 'Slack' | 'OpenAI'

/** A fault one can order: what it is called, what the vendor does, and what Baton does then. */
export type OfferedFault = { kind: string; vendor: Vendor; label: string; does: string; baton: string }

/** One on order: what it is called, and how often it will still strike (null: no limit). */
export type OrderedFault = { id: number; vendor: Vendor; label: string; left: number | null }

/** What can be ordered, and what waits: vendor by vendor, in the order it will strike. */
export type FaultsPage = { offered: readonly OfferedFault[]; waiting: OrderedFault[] }
