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

const refuseToken = ({ tokens }: World, given: string, kind: Route['token']): Answer | null => {
  if (given === '') {
    const which = kind === 'server' ? 'X-Postmark-Server-Token' : 'X-Postmark-Account-Token'
    return refuse(10, `No token was supplied in the HTTP headers. Please add the header ${which}.`, 401)
  }
  return given === tokens[kind] || (kind === 'server' && given === testToken)
    ? null
    : refuse(10, `The request does not contain a valid ${kind} token.`, 401)
}

const refuseMedia = (request: IncomingMessage): Answer | null => {
  if (!acceptsJson(headerOf(request, 'accept'))) {
    return refuse(409, `The header 'Accept' must allow application/json.`, 415)
  }
  const isBare = !takesBody.has(request.method ?? '') || headerOf(request, 'content-length') === '0'
  return isBare || headerOf(request, 'content-type').toLowerCase().startsWith('application/json')
    ? null
    : refuse(409, `The header 'Content-Type' must be application/json.`, 415)
}

/** Why a request does not get as far as its endpoint, or null. */
export const refuseAtGate = (world: World, request: IncomingMessage, route: Route): Answer | null =>
  refuseToken(world, tokenOf(request, route), route.token) ?? refuseMedia(request)
