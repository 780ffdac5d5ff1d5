import { spawn } from 'node:child_process'
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { freePort } from '../../sandbox/postgres/free-port.ts'
import { until } from '../support/until.ts'

/** `npm run demo` in a group of processes of its own, as at a terminal of its own. */
type Demo = { pid: number; said: () => string; ended: () => unknown }

let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'baton-demo-'))
  // Where this runs as root the database does not, and must get in.
  await chmod(home, 0o755)
})
afterEach(() => rm(home, { recursive: true, force: true }))

async function startDemo(): Promise<Demo> {
  const npm = spawn('npm', ['run', 'demo', '--', '--port', String(await freePort())], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TMPDIR: home },
    detached: true,
  })
  let words = ''
  let end: unknown = null
  for (const stream of [npm.stdout, npm.stderr])
    stream.on('data', (chunk: Buffer) => {
      words += chunk.toString()
    })
  // Its streams are closed when the last process that could write to them has ended.
  npm.once('close', (code, signal) => {
    end = [code, signal]
  })
  return { pid: npm.pid ?? 0, said: () => words, ended: () => end }
}

/** The databases it has made and not removed. Their programs are unpacked once and stay for the next. */
const databases = async (): Promise<string[]> =>
  (await readdir(home)).filter((name) => /^baton-postgres-(?!programs)/.test(name))

const portsIn = (words: string): number[] =>
  [...words.matchAll(/127\.0\.0\.1:(\d+)/g)].map(([, port]) => Number(port))

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.unref()
  })

const stillOpen = async (ports: number[]): Promise<number[]> => {
  const open = await Promise.all(ports.map(isOpen))
  return ports.filter((_, at) => open[at])
}

describe('npm run demo', () => {
  it.each([
    ['npm is sent SIGTERM', 'SIGTERM', 'npm'],
    ['npm is sent SIGINT', 'SIGINT', 'npm'],
    ['Ctrl+C is pressed, which every process at the terminal is told', 'SIGINT', 'everybody'],
  ] as const)('ends in order, with its page, Baton and PostgreSQL, when %s', async (_, signal, who) => {
    const demo = await startDemo()
    try {
      await until('the demo to be ready', () => demo.said().includes('Press Ctrl+C to stop.'))
      const ports = portsIn(demo.said())
      expect(await stillOpen(ports)).toEqual(ports)
      process.kill(who === 'npm' ? demo.pid : -demo.pid, signal)
      expect(await until('all of it to end', demo.ended)).toEqual([0, null])
      expect([await stillOpen(ports), await databases()]).toEqual([[], []])
      expect(demo.said()).not.toContain('"level":"error"')
    } finally {
      endGroup(demo.pid)
    }
  })

  it('leaves nothing behind when it is ended while it starts', async () => {
    const demo = await startDemo()
    try {
      await until('its database', async () => (await databases()).length > 0)
      process.kill(demo.pid, 'SIGTERM')
      await until('all of it to end', demo.ended)
      expect(await databases()).toEqual([])
      expect(demo.said()).not.toContain('Press Ctrl+C to stop.')
    } finally {
      endGroup(demo.pid)
    }
  })
})

/** Whatever a failed test left running of the processes it started: told as at a terminal, so that it ends its own. */
function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGTERM')
  } catch {
    // Nobody is left.
  }
}
