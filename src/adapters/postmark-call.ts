import { Errors, ServerClient } from 'postmark'
import { z } from 'zod'
import { severalLines } from '../domain/foreign-text.ts'

/** How to reach Postmark. `timeoutSeconds` bounds a whole call, reading the answer included. */
export type PostmarkSettings = {
  serverToken: string
  apiUrl: string
  broadcastStream: string
  transactionalStream: string
  timeoutSeconds: number
}

/** A call that brought no usable answer. `status` is null when not even the status line arrived. */
export type PostmarkFailure = {
  kind: 'failed'
  status: number | null
  /** Postmark's ErrorCode from the body; 0 when there was none. */
  code: number
  /** True when the connection never stood, so Postmark cannot have seen a byte. */
  neverConnected: boolean
  reason: string
}

/** What a call to Postmark came to: an answer still to be checked, or a failure. */
export type PostmarkCall = { kind: 'answered'; body: unknown } | PostmarkFailure

/** Makes one call with a client of its own. Never throws. */
export type PostmarkCaller = (ask: (client: ServerClient) => Promise<unknown>) => Promise<PostmarkCall>

/** What fetch saw, which the client's errors do not tell. */
type Witness = { status: number | null; neverConnected: boolean; cause: string | null }

/**
 * Calls Postmark and keeps what is needed to judge a failure. Version 5.1 of the client drops the cause of a network
 * error and loses the status when a body breaks off, so a witness stands at `fetch`. Connections are kept alive by
 * Node's own fetch, whatever number of clients there are.
 */
export function postmarkCaller(settings: PostmarkSettings): PostmarkCaller {
  const url = new URL(settings.apiUrl)
  const requestHost = `${url.host}${url.pathname}`.replace(/\/$/, '')
  const options = { useHttps: url.protocol === 'https:', requestHost, timeout: settings.timeoutSeconds }

  return async (ask) => {
    const witness: Witness = { status: null, neverConnected: false, cause: null }
    const client = new ServerClient(settings.serverToken, { ...options, fetch: witnessedFetch(witness) })
    try {
      return { kind: 'answered', body: await ask(client) }
    } catch (error) {
      return failureOf(error, witness)
    }
  }
}

/** How Node's fetch tells a network error: as the cause, which may be a bundle. Nothing here can fail to parse. */
const networkError = z.object({ cause: z.unknown() }).catch({ cause: null })
const connectError = z
  .object({
    code: z.string().catch(''),
    syscall: z.string().catch(''),
    errors: z.array(z.unknown()).catch([]),
  })
  .catch({ code: '', syscall: '', errors: [] })
/** What an error or an answer says of itself; null when it says nothing. */
export const words = z
  .union([z.object({ message: z.string().min(1) }), z.object({ code: z.string() })])
  .transform((error) => ('message' in error ? error.message : error.code))
  .nullable()
  .catch(null)

function witnessedFetch(witness: Witness): typeof fetch {
  return async (input, init) => {
    try {
      // Following a redirect would repeat the mail, and hand the token, to an address nobody configured.
      const response = await fetch(input, { ...init, redirect: 'manual' })
      witness.status = response.status
      return response
    } catch (error) {
      const { cause } = networkError.parse(error)
      witness.neverConnected = neverConnected(cause)
      witness.cause = words.parse(cause)
      throw error
    }
  }
}

function failureOf(error: unknown, witness: Witness): PostmarkFailure {
  const code = error instanceof Errors.PostmarkError ? error.code : 0
  return failed({ ...witness, code, why: witness.cause ?? words.parse(error) })
}

/** A failure, with its reason in words for people. */
export function failed({
  status,
  code,
  neverConnected,
  why,
}: Omit<PostmarkFailure, 'kind' | 'reason'> & { why: string | null }): PostmarkFailure {
  const answered = status === null ? 'gave no answer' : `answered ${status}`
  const said = severalLines(why ?? 'no reason given', 300)
  const reason = `Postmark ${answered}${code ? `, code ${code}` : ''}: ${said}`
  return { kind: 'failed', status, neverConnected, code, reason }
}

// Node's names for a certificate we did not trust and for a server that speaks no TLS: nothing of the request is sent
// before either is known. Other TLS errors can come later, so they do not count.
const handshakeFaults =
  /^(?:CERT_|ERR_TLS_CERT_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|UNABLE_TO_|ERR_SSL_WRONG_VERSION_NUMBER)/

/** With several addresses for a name, Node gathers one error per address; each must be a failure to connect. */
function neverConnected(cause: unknown): boolean {
  const { code, syscall, errors } = connectError.parse(cause)
  if (errors.length > 0) return errors.every(neverConnected)
  const isConnecting =
    syscall === 'connect' || syscall === 'getaddrinfo' || code === 'UND_ERR_CONNECT_TIMEOUT'
  return isConnecting || handshakeFaults.test(code)
}
