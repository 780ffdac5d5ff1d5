import { type RequestHandler, type Response, Router } from 'express'
import { readUnsubscribe, unsubscribeContact } from '../operations/contact/unsubscribe.ts'
import type { Deps } from '../operations/deps.ts'
import { confirmPage, donePage, pagePolicy, unknownLinkPage } from './unsubscribe-page.ts'

/**
 * The unsubscribe link of every campaign mail. GET asks, POST does it: pressed on the page by a person, or sent by their
 * mail program (RFC 8058 one-click), which must get its answer without a redirect, a cookie or a question.
 */
export function unsubscribeRoutes(
  deps: Pick<Deps, 'db' | 'links' | 'queue' | 'clock' | 'log'>,
): RequestHandler {
  const router = Router()
  router.get('/u/:token', async (request, response) => {
    const found = await readUnsubscribe(deps, { token: request.params.token })
    if (found === null) sendPage(response.status(404), unknownLinkPage())
    else sendPage(response, confirmPage(found.address))
  })
  router.post('/u/:token', async (request, response) => {
    const outcome = await unsubscribeContact(deps, { token: request.params.token })
    switch (outcome.kind) {
      case 'unsubscribed':
        sendPage(response, donePage(outcome.address))
        break
      case 'unknown-link':
        sendPage(response.status(404), unknownLinkPage())
        break
    }
  })
  return router
}

function sendPage(response: Response, html: string): void {
  response
    .set({
      'content-security-policy': pagePolicy,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'x-robots-tag': 'noindex',
    })
    .type('html')
    .send(html)
}
