import { randomBytes } from 'node:crypto'
import { GraphQLError, type GraphQLErrorOptions } from 'graphql'
import { Refusal } from '../domain/refusal.ts'
import {
  databaseAwaySeconds,
  databaseAwaySentence,
  recognizeOutage,
} from '../operations/health/recognize-outage.ts'
import type { Log } from '../ports/log.ts'

/**
 * What a caller may know of an error: all of what GraphQL or Baton says on purpose; that the database is away, with a code
 * to try again by; of anything else, a reference that the log has too. Never a stack, SQL or a vendor's words.
 */
export function maskError(log: Log): (error: unknown) => Error {
  return (error) => {
    const cause = causeOf(error)
    if (cause instanceof GraphQLError) return error instanceof GraphQLError ? error : cause
    const place: Place =
      error instanceof GraphQLError ? { nodes: error.nodes ?? null, path: error.path ?? null } : {}
    if (cause instanceof Refusal) {
      return new GraphQLError(cause.message, { ...place, extensions: { code: cause.code } })
    }
    if (recognizeOutage(cause)) {
      log.error({ error: cause, path: place.path }, 'A GraphQL request came to nothing: the database is away')
      return databaseAway(place)
    }
    const ref = randomBytes(4).toString('hex')
    log.error({ error: cause, ref, path: place.path }, 'A GraphQL request failed')
    return new GraphQLError(`That did not work (ref ${ref}).`, {
      ...place,
      extensions: { code: 'INTERNAL_SERVER_ERROR', ref },
    })
  }
}

type Place = Pick<GraphQLErrorOptions, 'nodes' | 'path'>

// Of a request of which nothing was begun, the status says so as well; an answer that was begun may have data in it.
function databaseAway(place: Place): GraphQLError {
  const headers = { 'retry-after': String(databaseAwaySeconds) }
  const http = place.path ? {} : { http: { status: 503, headers } }
  return new GraphQLError(databaseAwaySentence, {
    ...place,
    extensions: { code: 'DATABASE_AWAY', retryable: true, ...http },
  })
}

// GraphQL wraps what a resolver throws, to say where; what it throws itself wraps nothing.
function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError !== undefined
    ? causeOf(error.originalError)
    : error
}
