import type { Server } from 'node:http'
import type { Socket } from 'node:net'

// A request that takes longer than this to finish is cut off when the process stops.
const patienceMs = 10_000

/**
 * Returns what stops a server: it takes no new connections, ends those that wait for a request, and the others as soon
 * as they have their answer. Node's own `close` leaves open what has not asked yet or is kept alive, for seconds or longer.
 */
export function closerOf(server: Server): () => Promise<void> {
  const waiting = new Set<Socket>()
  let isStopping = false

  server.on('connection', (socket) => {
    waiting.add(socket)
    socket.once('close', () => {
      waiting.delete(socket)
    })
  })
  server.on('request', ({ socket }, response) => {
    waiting.delete(socket)
    response.once('close', () => {
      if (isStopping) socket.end()
      else if (!socket.destroyed) waiting.add(socket)
    })
  })

  return async () => {
    isStopping = true
    const { promise, resolve } = Promise.withResolvers<undefined>()
    server.close(() => {
      resolve(undefined)
    })
    for (const socket of waiting) socket.destroy()
    const end = setTimeout(() => {
      server.closeAllConnections()
    }, patienceMs)
    await promise
    clearTimeout(end)
  }
}
