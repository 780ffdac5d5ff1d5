import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

// Systems give out ports from 32768 (Linux) or 49152 (others) upwards by themselves, also to calls that go out: one from
// there may be taken again before whoever asked has begun to listen.
const least = 10_000
const most = 32_000

/** A TCP port that nothing listens on, and that nobody is given who does not ask for it by its number. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(least, most)
    if (await canListen(port)) return port
  }
}

async function canListen(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false)
      else reject(error)
    })
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}
