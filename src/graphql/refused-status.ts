import type { Plugin } from 'graphql-yoga'

/**
 * Gives a request that was refused before anything was executed the status 400, where the caller accepts
 * `application/graphql-response+json` (GraphQL over HTTP). Yoga does so for its own checks, not for a plugin's.
 */
export const refusedStatus: Plugin = {
  onResultProcess({ result }) {
    if (!('errors' in result) || 'data' in result) return
    for (const { extensions } of result.errors ?? []) extensions['http'] ??= { spec: true, status: 400 }
  },
}
