import { randomBytes } from 'node:crypto'
import { GraphQLError } from 'graphql'
import { Refusal } from '../domain/refusal.ts'
import type { Log } from '../ports/log.ts'

/**
 * What a caller may know of an error: all of what GraphQL or Baton says on purpose; of anything else, a reference that
 * the log has too. Never a stack, SQL or a vendor's words.
 */
export function maskError(log: Log): (error: unknown) => Error {
  return (error) => {
    const cause = causeOf(error)
    if (cause instanceof GraphQLError) return error instanceof GraphQLError ? error : cause
    const place =
      error instanceof GraphQLError ? { nodes: error.nodes ?? null, path: error.path ?? null } : {}
    if (cause instanceof Refusal) {
      return new GraphQLError(cause.message, { ...place, extensions: { code: cause.code } })
    }
    const ref = randomBytes(4).toString('hex')
    log.error({ error: cause, ref, path: place.path }, 'A GraphQL request failed')
    return new GraphQLError(`That did not work (ref ${ref}).`, {
      ...place,
      extensions: { code: 'INTERNAL_SERVER_ERROR', ref },
    })
  }
}

// GraphQL wraps what a resolver throws, to say where; what it throws itself wraps nothing.
function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError !== undefined
    ? causeOf(error.originalError)
    : error
}
