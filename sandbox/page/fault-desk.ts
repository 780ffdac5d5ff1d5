import type { OfferedFault } from './faults-view.ts'

/** A fault on order at a stand-in; `kind` is null for one that was not ordered on the page. */
export type DeskOrder = { id: number; kind: string | null; label: string; left: number }

/** Where the faults of one stand-in are ordered. */
export type FaultDesk = {
  offered: readonly OfferedFault[]
  waiting: () => DeskOrder[]
  order: (kind: string, times: number) => void
  takeBack: (id: number) => void
}
