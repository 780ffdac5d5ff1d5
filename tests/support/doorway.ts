import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

/** A TCP doorway in front of a vendor. Closed, nothing answers there: connections are refused. */
export type Doorway = { url: string; close: () => Promise<void>; open: () => Promise<void> }

/** Opens a doorway to `target`, an address such as `http://127.0.0.1:4000`. */
export async function openDoorway(target: string): Promise<Doorway> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(Number(port), hostname)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
      socket.on('error', () => socket.destroy())
    }
    near.pipe(far).pipe(near)
  })
  const taken = await listen(server, 0)
  return {
    url: `http://127.0.0.1:${taken}`,
    open: async () => {
      await listen(server, taken)
    },
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : port
}
