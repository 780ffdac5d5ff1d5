import DataLoader from 'dataloader'
import { campaignProgress } from '../db/campaign-queries.ts'
import type { MemberRole } from '../db/generated/prisma/enums.ts'
import type { CampaignProgress } from '../domain/campaign.ts'
import type { Db } from '../db/client.ts'
import type { Deps } from '../operations/deps.ts'

/**
 * What the GraphQL door needs. Queries read through `readDb`, which has few connections and little patience, so that
 * whoever asks too much takes nothing from sending and Slack; operations change things through `db`.
 */
export type GraphqlDeps = Pick<
  Deps,
  'db' | 'queue' | 'clock' | 'log' | 'email' | 'templates' | 'holidays' | 'settings'
> & { readDb: Db }

/** Whoever holds the token of a request. */
export type Caller = { tokenId: string; role: MemberRole }

/** What every resolver gets. */
export type Context = {
  deps: GraphqlDeps
  caller: Caller
  /** Progress by campaign id; one query for all campaigns of a page. */
  progress: DataLoader<string, CampaignProgress>
}

/** Makes the context of one request. */
export function createContext(deps: GraphqlDeps, caller: Caller): Context {
  const progress = new DataLoader<string, CampaignProgress>(async (ids) => {
    const found = await campaignProgress(deps.readDb, ids)
    return ids.map((id) => found.get(id) ?? new Error(`No progress for campaign ${id}`))
  })
  return { deps, caller, progress }
}
