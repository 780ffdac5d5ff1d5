import { type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import type { ChunkPool, Chunks } from './chunk-pool.ts'
import { failed, type PostmarkCall, type PostmarkSettings, words } from './postmark-call.ts'

/** Posts the finished body of a batch to `/email/batch`. Never throws. */
export type BatchPoster = (body: Chunks) => Promise<PostmarkCall>

/**
 * Posts by Node's own client and not by Postmark's, which takes mails as objects and copies their 10 MB several times. It
 * follows no redirect: that would repeat the mail, and hand the token, to an address nobody configured. Each chunk goes back
 * to the pool as soon as the system has taken it. Connections are kept by Node's own agent, which goes through a proxy where
 * NODE_USE_ENV_PROXY says so, as fetch does.
 */
export function batchPoster(settings: PostmarkSettings, pool: ChunkPool): BatchPoster {
  const url = new URL(`${settings.apiUrl.replace(/\/$/, '')}/email/batch`)
  const isSecure = url.protocol === 'https:'
  const headers = {
    accept: 'application/json',
    'content-type': 'application/json',
    'x-postmark-server-token': settings.serverToken,
  }

  return async (body) => {
    const signal = AbortSignal.timeout(settings.timeoutSeconds * 1_000)
    const options = { method: 'POST', signal, headers: { ...headers, 'content-length': body.length } }
    let isConnected = () => false
    let status: number | null = null
    try {
      // A token that no header can hold ends it here.
      const request = isSecure ? httpsRequest(url, options) : httpRequest(url, options)
      isConnected = watchConnection(request, isSecure ? 'secureConnect' : 'connect')
      const answer = answerTo(request)
      send(request, body, pool)
      const response = await answer
      status = response.statusCode ?? null
      return callOf(status ?? 0, await text(response))
    } catch (error) {
      const why = words.parse(signal.aborted ? signal.reason : error)
      return failed({ status, code: 0, neverConnected: !isConnected(), why })
    }
  }
}

function answerTo(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve)
    // It stays: what fails after an early answer is told by the answer.
    request.on('error', reject)
  })
}

function send(request: ClientRequest, { length, full }: Chunks, pool: ChunkPool): void {
  let left = length
  for (const chunk of full) {
    request.write(chunk.subarray(0, left), (error) => {
      if (!error) pool.giveBack(chunk)
    })
    left -= chunk.length
  }
  request.end()
}

/**
 * Nothing of a request is sent before its connection stands; with TLS, before the server has proved who it is. One that is
 * not being made stands already, whoever made it: it was kept from the last batch, or leads through a proxy.
 */
function watchConnection(request: ClientRequest, stands: 'connect' | 'secureConnect'): () => boolean {
  let connected = false
  request.once('socket', (socket) => {
    if (socket.connecting) socket.once(stands, () => (connected = true))
    else connected = true
  })
  return () => connected
}

/** What Postmark says of a request that it refuses; whatever a proxy answers has neither. */
const refusal = z
  .object({ ErrorCode: z.int().catch(0), Message: z.string().nullable().catch(null) })
  .catch({ ErrorCode: 0, Message: null })

function callOf(status: number, answer: string): PostmarkCall {
  const isFine = status >= 200 && status < 300
  try {
    const body: unknown = JSON.parse(answer)
    if (isFine) return { kind: 'answered', body }
    const { ErrorCode, Message } = refusal.parse(body)
    return failed({ status, code: ErrorCode, neverConnected: false, why: Message })
  } catch (error) {
    const why = isFine ? words.parse(error) : null
    return failed({ status, code: 0, neverConnected: false, why })
  }
}
