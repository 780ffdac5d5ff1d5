import { connect, createServer, type Socket } from 'node:net'

/** Where a line is cut: before the database has the statement, after it, or after the commit of its transaction. */
export type CutMoment = 'before' | 'answer' | 'commit'

/** A line between Baton and its database that can be cut. */
export type DatabaseLine = {
  /** The database's address by this line. */
  url: string
  /** Ends every connection and lets none through until it is mended. */
  cut: () => void
  mend: () => void
  /** Cuts at the next statement with these words in it; resolves then. What the database answers is not passed on any more. */
  cutAt: (words: string, moment: CutMoment) => Promise<void>
  stop: () => void
}

type Trap = { words: string; moment: CutMoment; sprung: () => void }

// A statement may arrive in pieces, and so may its words.
const remembered = 200_000

/** Opens a line to a database on a port of its own. */
export async function databaseLine(target: string): Promise<DatabaseLine> {
  const { hostname: host, port } = new URL(target)
  const sockets = new Set<Socket>()
  let whole = true
  let trap: Trap | null = null
  const cut = () => {
    whole = false
    for (const socket of sockets) socket.destroy()
  }
  const spring = ({ sprung }: Trap) => {
    trap = null
    cut()
    sprung()
  }
  const server = createServer((near) => {
    if (!whole) {
      near.destroy()
      return
    }
    const far = connect({ host, port: Number(port) })
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.once('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
    }
    let asked = ''
    // Set from when the statement has passed on this connection until the line is cut.
    let sprungBy: Trap | null = null
    near.on('data', (chunk: Buffer) => {
      // What passed before the trap was set is none of its business.
      asked = trap ? (asked + chunk.toString('latin1')).slice(-remembered) : ''
      if (trap && sprungBy === null && asked.includes(trap.words)) {
        if (trap.moment === 'before') return spring(trap)
        sprungBy = trap
        asked = ''
      }
      far.write(chunk)
    })
    far.on('data', (chunk: Buffer) => {
      if (sprungBy && (sprungBy.moment === 'answer' || asked.includes('COMMIT'))) spring(sprungBy)
      else near.write(chunk)
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port')
  const url = new URL(target)
  url.port = String(address.port)
  return {
    url: url.href,
    cut,
    mend: () => {
      whole = true
    },
    cutAt: (words, moment) =>
      new Promise<void>((resolve) => {
        trap = { words, moment, sprung: resolve }
      }),
    stop: () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
