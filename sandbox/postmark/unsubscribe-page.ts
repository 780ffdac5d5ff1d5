import { unsubscribeByPostmark } from './bounce-events.ts'
import type { Exchange } from './api.ts'
import { mailById } from './mail-index.ts'
import type { World } from './world.ts'

const page = (inside: string): string =>
  `<!doctype html><html><head><title>Unsubscribe</title></head><body>${inside}</body></html>`

const ask = '<form method="post"><p>Stop these mails?</p><button>Unsubscribe</button></form>'

/** Postmark's own unsubscribe page: looking at it changes nothing, posting to it does. */
export const answerUnsubscribe = (world: World, { request, response, url }: Exchange): void => {
  request.resume()
  const mail = mailById(world, url.pathname.slice('/unsubscribe/'.length))
  if (mail === undefined) {
    response.writeHead(404, { 'Content-Type': 'text/html' }).end(page('<p>This link is not known.</p>'))
    return
  }
  const isPost = request.method === 'POST'
  if (isPost) unsubscribeByPostmark(world, mail)
  response.writeHead(200, { 'Content-Type': 'text/html' })
  response.end(page(isPost ? '<p>You are unsubscribed.</p>' : ask))
}
