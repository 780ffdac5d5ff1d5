import { type Ahead, countUnderWay, findAhead } from '../../db/ahead-queries.ts'
import type { Deps } from '../deps.ts'

/** What time alone will bring, soonest first, and how much is under way at this moment. */
export type Foresight = { now: Date; ahead: Ahead[]; underWay: { calls: number; webhooks: number } }

// More than anybody reads before the first of them has happened.
const shown = 20

/** Looks ahead over all campaigns. What is due already, and being done, comes first. */
export async function foreseeCampaigns({
  db,
  clock,
  settings,
}: Pick<Deps, 'db' | 'clock'> & {
  settings: Pick<Deps['settings'], 'sendLeaseMs' | 'settleWindowMs'>
}): Promise<Foresight> {
  const askAfterMs = settings.sendLeaseMs + settings.settleWindowMs
  const ahead = await findAhead(db, { askAfterMs, limit: shown })
  return { now: clock.now(), ahead, underWay: await countUnderWay(db) }
}
