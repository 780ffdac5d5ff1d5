import express, { type RequestHandler, Router } from 'express'

// Eight variants of one step, each as long as a mail may be, in letters that JSON writes as they are.
const limit = '256kb'

/** `/graphql`, with a limit on the size of a request that the GraphQL server itself does not set. */
export function graphqlRoute(handler: RequestHandler): RequestHandler {
  return Router().use('/graphql', express.raw({ type: () => true, limit }), handler)
}
