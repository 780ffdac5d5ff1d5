import { Agent as HttpAgent, request as httpRequest } from 'node:http'
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'

/** What came of a POST; status 0 and an error when nothing was answered. */
export type PostResult = { readonly status: number; readonly error: string | null }

/** A body to post. */
export type PostRequest = {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly timeoutMs: number
}

/** Kept-alive connections; `close` drops them with what is under way. */
export type Connections = { readonly http: HttpAgent; readonly https: HttpsAgent }

type Reply = PostResult & { readonly location: string | undefined; readonly stale: boolean }

const maxRedirects = 10

export const openConnections = (): Connections => ({
  http: new HttpAgent({ keepAlive: true }),
  https: new HttpsAgent({ keepAlive: true }),
})

export const closeConnections = ({ http, https }: Connections): void => {
  http.destroy()
  https.destroy()
}

const start = (
  connections: Connections,
  { url, headers, body }: PostRequest,
  onReply: (reply: IncomingMessage) => void,
): ClientRequest => {
  const options: RequestOptions = {
    method: 'POST',
    headers: { ...headers, 'Content-Length': Buffer.byteLength(body) },
  }
  return url.protocol === 'https:'
    ? httpsRequest(url, { ...options, agent: connections.https }, onReply)
    : httpRequest(url, { ...options, agent: connections.http }, onReply)
}

const once = async (connections: Connections, post: PostRequest): Promise<Reply> =>
  new Promise((resolve) => {
    const failed = (error: string, stale = false) => resolve({ status: 0, error, location: undefined, stale })
    const request = start(connections, post, (reply) => {
      reply.resume()
      reply.on('error', (error) => failed(error.message))
      reply.on('end', () => {
        clearTimeout(timer)
        const { statusCode: status = 0, headers: answered } = reply
        resolve({ status, error: null, location: answered.location, stale: false })
      })
    })
    const timer = setTimeout(() => request.destroy(new Error('timeout')), post.timeoutMs)
    timer.unref()
    request.on('error', (error) => {
      clearTimeout(timer)
      // The receiver closed an idle connection just as it was used again: nobody has seen this request.
      failed(error.message, request.reusedSocket && error.message !== 'timeout')
    })
    request.end(post.body)
  })

/** Posts, follows up to ten redirects, and never throws. */
export const httpPost = async (connections: Connections, post: PostRequest): Promise<PostResult> => {
  let { url } = post
  let reply = await once(connections, post)
  if (reply.stale) reply = await once(connections, post)
  for (let hop = 0; hop < maxRedirects && reply.status >= 300 && reply.status < 400; hop += 1) {
    if (reply.location === undefined) break
    url = new URL(reply.location, url)
    reply = await once(connections, { ...post, url })
  }
  return { status: reply.status, error: reply.error }
}
