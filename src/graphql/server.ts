import type { IncomingMessage, ServerResponse } from 'node:http'
import { EnvelopArmorPlugin } from '@escape.tech/graphql-armor'
import { useCSRFPrevention } from '@graphql-yoga/plugin-csrf-prevention'
import { useDisableIntrospection } from '@graphql-yoga/plugin-disable-introspection'
import { createYoga } from 'graphql-yoga'
import { tokenAuthentication } from './authentication.ts'
import { createContext, type GraphqlDeps } from './context.ts'
import { maskError } from './mask-error.ts'
import { pageRule } from './page-rule.ts'
import { refusedStatus } from './refused-status.ts'
import { schema } from './schema.ts'
import { workRule } from './work-rule.ts'

/** Answers what comes to `/graphql`. */
export type GraphqlHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

// The deepest useful query has a list in a list, with what each of its rows belongs to:
// campaigns > edges > node > messages > edges > node > reply > assessment > intent, which is 9 and one to spare.
const maxDepth = 10
// Multiplies what is asked by the page sizes written in the query: a list of 50 with lists of 500 in it, all fields of
// both, comes to some three million. What stands in variables is counted by pageRule.
const maxCost = 5_000_000

/** Makes the GraphQL server. Nothing of a request is read before its token is known. */
export function createGraphqlHandler(deps: GraphqlDeps): GraphqlHandler {
  const authentication = tokenAuthentication(deps)
  const yoga = createYoga({
    schema,
    graphqlEndpoint: '/graphql',
    graphiql: false,
    landingPage: false,
    batching: false,
    multipart: false,
    // Programs ask, not browsers: no other origin may read an answer.
    cors: false,
    logging: false,
    maskedErrors: { errorMessage: 'That did not work.', maskError: maskError(deps.log) },
    context: ({ request }) => createContext(deps, authentication.callerOf(request)),
    plugins: [
      useCSRFPrevention({ requestHeaders: ['x-graphql-yoga-csrf'] }),
      authentication.plugin,
      EnvelopArmorPlugin({
        maxDepth: { n: maxDepth },
        costLimit: { maxCost },
        // By default __typename may be repeated without limit.
        maxAliases: { n: 15, allowList: [] },
        maxDirectives: { n: 5 },
      }),
      useDisableIntrospection(),
      pageRule,
      workRule(),
      refusedStatus,
    ],
  })
  return async (request, response) => {
    await yoga(request, response)
  }
}
