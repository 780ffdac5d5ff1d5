import { GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { authenticateToken } from '../operations/token/authenticate.ts'
import type { Caller, GraphqlDeps } from './context.ts'

/** Knows who sent each request that it let through. */
export type Authentication = { plugin: Plugin; callerOf: (request: Request) => Caller }

/** Lets in who presents a token (`Authorization: Bearer baton_…`), before anything of the request is parsed. */
export function tokenAuthentication(deps: GraphqlDeps): Authentication {
  const callers = new WeakMap<Request, Caller>()
  return {
    plugin: {
      async onRequestParse({ request }) {
        const token = /^bearer +(\S+) *$/i.exec(request.headers.get('authorization') ?? '')?.[1]
        const caller = token === undefined ? null : await authenticateToken(deps, { token })
        if (caller === null) throw unauthenticated()
        callers.set(request, caller)
      },
    },
    callerOf: (request) => {
      const caller = callers.get(request)
      if (caller === undefined) throw unauthenticated()
      return caller
    },
  }
}

function unauthenticated(): GraphQLError {
  return new GraphQLError(
    'Send a token: "Authorization: Bearer baton_…". An operator makes one with npm run token.',
    {
      extensions: {
        code: 'UNAUTHENTICATED',
        http: { status: 401, headers: { 'www-authenticate': 'Bearer' } },
      },
    },
  )
}
