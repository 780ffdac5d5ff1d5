import { request } from 'undici'
import { z } from 'zod'
import { failed, neverConnected, type PostmarkCall, type PostmarkSettings, words } from './postmark-call.ts'

/** What Postmark says of a request that it refuses; whatever a proxy answers has neither. */
const refusal = z
  .object({ ErrorCode: z.int().catch(0), Message: z.string().nullable().catch(null) })
  .catch({ ErrorCode: 0, Message: null })

/**
 * Posts the finished body of a batch to `/email/batch`. Never throws. Not by Postmark's client: that takes mails as objects,
 * and its fetch copies their 10 MB twice. A redirect is not followed: it would repeat the mail, and hand the token, to an
 * address nobody configured.
 */
export async function postBatch(settings: PostmarkSettings, body: Uint8Array): Promise<PostmarkCall> {
  let status: number | null = null
  try {
    const answer = await request(`${settings.apiUrl.replace(/\/$/, '')}/email/batch`, {
      method: 'POST',
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        'x-postmark-server-token': settings.serverToken,
      },
      body,
      signal: AbortSignal.timeout(settings.timeoutSeconds * 1_000),
    })
    status = answer.statusCode
    const text = await answer.body.text()
    if (status >= 200 && status < 300) return { kind: 'answered', body: JSON.parse(text) }
    const { ErrorCode, Message } = refusal.parse(parsed(text))
    return failed({ status, code: ErrorCode, neverConnected: false, why: Message })
  } catch (error) {
    const isUnconnected = status === null && neverConnected(error)
    return failed({ status, code: 0, neverConnected: isUnconnected, why: words.parse(error) })
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
