import type { Db } from '../db/client.ts'
import type { MemberRole } from '../db/generated/prisma/enums.ts'
import type { Deps } from '../operations/deps.ts'
import { createLoaders, type Loaders } from './loaders.ts'

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
export type Context = { deps: GraphqlDeps; caller: Caller } & Loaders

/** Makes the context of one request. */
export const createContext = (deps: GraphqlDeps, caller: Caller): Context => ({
  deps,
  caller,
  ...createLoaders(deps.readDb),
})
