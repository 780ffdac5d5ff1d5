import type { IncomingMessage } from 'node:http'

import { refuse } from './answer.ts'
import type { Answer } from './answer.ts'
import type { Route } from './routes.ts'
import type { World } from './world.ts'

const testToken = 'POSTMARK_API_TEST'
const takesBody = new Set(['POST', 'PUT', 'PATCH'])

const headerOf = ({ headers }: IncomingMessage, name: string): string => {
  const value = headers[name]
  return typeof value === 'string' ? value : ''
}

const acceptsJson = (accept: string): boolean =>
  ['application/json', 'application/*', '*/*'].some((type) => accept.includes(type))

/** The token the request carries for this kind of endpoint. */
export const tokenOf = (request: IncomingMessage, { token }: Route): string =>
  headerOf(request, token === 'server' ? 'x-postmark-server-token' : 'x-postmark-account-token')

/** Why a request does not get as far as its endpoint, or null. */
export const refuseAtGate = ({ tokens }: World, request: IncomingMessage, route: Route): Answer | null => {
  const given = tokenOf(request, route)
  if (given === '') {
    const which = route.token === 'server' ? 'X-Postmark-Server-Token' : 'X-Postmark-Account-Token'
    return refuse(10, `No token was supplied in the HTTP headers. Please add the header ${which}.`, 401)
  }
  const known = given === tokens[route.token] || (route.token === 'server' && given === testToken)
  if (!known) return refuse(10, `The request does not contain a valid ${route.token} token.`, 401)
  if (!acceptsJson(headerOf(request, 'accept'))) {
    return refuse(409, `The header 'Accept' must allow application/json.`, 415)
  }
  const hasJson = headerOf(request, 'content-type').toLowerCase().startsWith('application/json')
  return takesBody.has(request.method ?? '') && !hasJson && headerOf(request, 'content-length') !== '0'
    ? refuse(409, `The header 'Content-Type' must be application/json.`, 415)
    : null
}
