import express, { type RequestHandler, Router } from 'express'

// The longest query that passes the token limit is far below this.
const limit = '64kb'

/** `/graphql`, with a limit on the size of a request that the GraphQL server itself does not set. */
export function graphqlRoute(handler: RequestHandler): RequestHandler {
  return Router().use('/graphql', express.raw({ type: () => true, limit }), handler)
}
