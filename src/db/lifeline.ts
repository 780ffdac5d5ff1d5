import { Socket } from 'node:net'

/** No transaction takes longer, however many people it is about. Milliseconds. */
export const longestTransactionMs = 300_000

/** Settings of `pg`: how a connection finds out that there is nobody at its other end any more. */
export type Lifeline = {
  keepAlive: true
  keepAliveInitialDelayMillis: number
  connectionTimeoutMillis: number
  stream: () => Socket
}

/**
 * Keeps a connection from waiting for ever for a machine, or a route to it, that went away without a word. Where all that was
 * sent had arrived, the system asks every second after 10 seconds of silence, ten times (libuv's intervals), and ends it. What
 * had not arrived it would send again for a quarter of an hour, and who answers for the other end may be a proxy: so whatever
 * is silent for `silenceMs` is closed, and the statement fails as with any connection that broke off. That is only for what is
 * longer than any statement takes.
 */
export const lifeline = (silenceMs: number): Lifeline => ({
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
  connectionTimeoutMillis: 10_000,
  stream: () => {
    const socket = new Socket()
    socket.setTimeout(silenceMs, () => socket.destroy())
    return socket
  },
})
