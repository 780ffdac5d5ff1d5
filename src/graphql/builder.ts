import SchemaBuilder from '@pothos/core'
import ErrorsPlugin from '@pothos/plugin-errors'
import PrismaPlugin from '@pothos/plugin-prisma'
import RelayPlugin from '@pothos/plugin-relay'
import ScopeAuthPlugin from '@pothos/plugin-scope-auth'
import type PrismaTypes from '../db/generated/pothos-types.ts'
import { getDatamodel } from '../db/generated/pothos-types.ts'
import { mayRunCampaigns, tokenRefusal } from '../domain/permission.ts'
import type { Context } from './context.ts'
import { pageSize } from './page-rule.ts'

type Types = {
  Context: Context
  PrismaTypes: PrismaTypes
  AuthScopes: { runCampaigns: boolean }
  DefaultFieldNullability: false
  DefaultEdgesNullability: { list: false; items: false }
  DefaultNodeNullability: false
  Scalars: {
    UUID: { Input: string; Output: string }
    DateTime: { Input: Date; Output: Date }
    JSON: { Input: unknown; Output: unknown }
  }
}

/** Collects the types of the schema; the files of `schema/` add to it, `schema.ts` makes the schema of it. */
export const builder = new SchemaBuilder<Types>({
  plugins: [ErrorsPlugin, ScopeAuthPlugin, RelayPlugin, PrismaPlugin],
  defaultFieldNullability: false,
  errors: { defaultTypes: [] },
  scopeAuth: {
    authScopes: ({ caller }) => ({ runCampaigns: mayRunCampaigns(caller.role) }),
    unauthorizedError: (_parent, { caller }) => tokenRefusal(caller.role),
  },
  relay: {
    clientMutationId: 'omit',
    cursorType: 'String',
    edgesFieldOptions: { nullable: { list: false, items: false } },
    nodeFieldOptions: { nullable: false },
    nodesOnConnection: {},
  },
  prisma: {
    client: ({ deps }) => deps.readDb,
    dmmf: getDatamodel(),
    defaultConnectionSize: pageSize.usual,
    maxConnectionSize: pageSize.largest,
    onUnusedQuery: 'error',
  },
})
