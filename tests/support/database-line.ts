import { connect, createServer, type Socket } from 'node:net'

/** Where a line is cut: before the database has the statement, after it, or after the commit of its transaction. */
export type CutMoment = 'before' | 'answer' | 'commit'

/** How it goes: every connection ends, or each stays open and nothing passes any more, as where a machine or a route is gone. */
export type Silence = 'ended' | 'mute'

/** A line between Baton and its database that can be cut. */
export type DatabaseLine = {
  /** The database's address by this line. */
  url: string
  /** Ends every connection, unless told otherwise, and lets none through until it is mended. */
  cut: (silence?: Silence) => void
  /** Lets new connections through. One that fell mute stays so. */
  mend: () => void
  /** Cuts at the next statement with these words in it; resolves then. What the database answers is not passed on any more. */
  cutAt: (words: string, moment: CutMoment, silence?: Silence) => Promise<void>
  stop: () => void
}

type Trap = { words: string; moment: CutMoment; silence: Silence; sprung: () => void }

// A statement may arrive in pieces, and so may its words.
const remembered = 200_000

/** Opens a line to a database on a port of its own. */
export async function databaseLine(target: string): Promise<DatabaseLine> {
  const { hostname: host, port } = new URL(target)
  const sockets = new Set<Socket>()
  const mute = new WeakSet<Socket>()
  let state: 'whole' | Silence = 'whole'
  let trap: Trap | null = null
  const cut = (silence: Silence = 'ended') => {
    state = silence
    for (const socket of sockets) {
      if (silence === 'mute') mute.add(socket)
      else socket.destroy()
    }
  }
  const spring = ({ silence, sprung }: Trap) => {
    trap = null
    cut(silence)
    sprung()
  }
  const server = createServer((near) => {
    if (state === 'ended') {
      near.destroy()
      return
    }
    if (state === 'mute') {
      sockets.add(near)
      near.on('error', () => {}).once('close', () => sockets.delete(near))
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
        // Nobody at the other end of a mute line hears of it.
        if (!mute.has(socket)) other.destroy()
      })
    }
    let asked = ''
    // Set from when the statement has passed on this connection until the line is cut.
    let sprungBy: Trap | null = null
    near.on('data', (chunk: Buffer) => {
      if (mute.has(near)) return
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
      if (mute.has(near)) return
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
      state = 'whole'
    },
    cutAt: (words, moment, silence = 'ended') =>
      new Promise<void>((resolve) => {
        trap = { words, moment, silence, sprung: resolve }
      }),
    stop: () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
