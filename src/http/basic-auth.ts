import { createHash, timingSafeEqual } from 'node:crypto'
import type { RequestHandler } from 'express'
import type { Log } from '../ports/log.ts'

/** What a caller must present. */
export type Credentials = { user: string; password: string }

/** Lets through who presents the credentials, by Basic authentication (RFC 7617); everyone else gets 401. */
export function requireBasicAuth(expected: Credentials, log: Log): RequestHandler {
  return (request, response, next) => {
    if (matches(request.headers.authorization, expected)) {
      next()
      return
    }
    // Never 403: on that Postmark gives up at once, and a password that was changed here is soon changed there.
    log.warn({ route: request.path }, 'A webhook call with wrong credentials was refused')
    response.setHeader('www-authenticate', 'Basic realm="webhooks", charset="UTF-8"')
    response.status(401).type('text').send('These are not the credentials of this webhook.\n')
  }
}

function matches(header: string | undefined, expected: Credentials): boolean {
  const given = readBasic(header)
  if (given === null) return false
  // Both are always compared, over digests of equal length, so that the time taken tells nothing.
  const user = sameText(given.user, expected.user)
  const password = sameText(given.password, expected.password)
  return user && password
}

function readBasic(header: string | undefined): Credentials | null {
  const encoded = /^basic +([A-Za-z0-9+/]+=*) *$/i.exec(header ?? '')?.[1]
  if (encoded === undefined) return null
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  // A password may hold colons, a user's name may not.
  const colon = text.indexOf(':')
  return colon === -1 ? null : { user: text.slice(0, colon), password: text.slice(colon + 1) }
}

function sameText(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
