import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout } from 'node:timers/promises'
import { type BatonClock, clockOf } from './baton-clock.ts'

/** Baton as a process of its own. Its `clock` answers only where it was started to rehearse. */
export type BatonProcess = { url: string; clock: BatonClock; ended: Promise<void>; stop: () => Promise<void> }

const patienceMs = 180_000

/** What `npm start` runs, or the same on a clock that can be moved. */
export type Entry = 'src/main.ts' | 'src/cli/rehearse.ts'

/** Starts Baton with this environment and waits until it says that it is ready. Its log goes to standard error. */
export async function startBatonProcess(
  environment: Record<string, string>,
  entry: Entry,
): Promise<BatonProcess> {
  const child = spawn(process.execPath, [entry], {
    env: { PATH: process.env['PATH'], ...environment },
    // Ctrl+C is for whoever started it, who stops it before its database and its vendors.
    detached: true,
    stdio: ['ignore', 2, 2, 'ipc'],
  })
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
  })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const url = `http://127.0.0.1:${environment['PORT']}`
  await untilReady(child, url)
  const stop = async () => {
    process.off('exit', kill)
    child.kill('SIGTERM')
    await ended
  }
  return { url, clock: clockOf(child), ended, stop }
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  const deadline = Date.now() + patienceMs
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error('Baton ended before it was ready; its words are above.')
    const answer = await fetch(`${url}/readyz`).catch(() => null)
    if (answer?.ok) return
    await setTimeout(100)
  }
  throw new Error(`Baton was not ready within ${patienceMs / 1000} seconds.`)
}
