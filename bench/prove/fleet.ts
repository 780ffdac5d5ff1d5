import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { between, type Random } from './random.ts'

// Whatever ends this process ends them.
const alive = new Set<ChildProcess>()
process.once('exit', () => {
  for (const worker of alive) worker.kill('SIGKILL')
})

/** How workers are started. */
export type WorkerKind = { databaseUrl: string; postmarkUrl: string; mode: 'ledger' | 'naive' }

/** Workers that are killed again and again until there were enough kills. */
export type Fleet = { kills: () => number; busyKills: () => number; done: Promise<void> }

/** How many kills, when, and whether there is anything that a kill could interrupt. */
export type Killing = { kills: number; random: Random; isBusy: () => Promise<boolean> }

/** How long a worker lives once it is at work. Milliseconds; some kills come earlier, while it starts. */
const life = { least: 120, most: 1_200 }
const shareKilledAtStart = 0.05

/** Starts two slots; each starts a worker, SIGKILLs it at a random moment and starts the next, `kills` in all. */
export function killingFleet(kind: WorkerKind, { kills, random, isBusy }: Killing): Fleet {
  let done = 0
  let busy = 0
  const slot = async () => {
    while (done < kills) {
      await liveAndDie(kind, random)
      done += 1
      if (await isBusy()) busy += 1
    }
  }
  const both = Promise.all([slot(), slot()]).then(() => undefined)
  return { kills: () => done, busyKills: () => busy, done: both }
}

async function liveAndDie(kind: WorkerKind, random: Random): Promise<void> {
  const worker = startWorker(kind)
  const ended = once(worker, 'exit')
  // A worker that ends by itself is a fault of this program or of Baton, and would count as killed.
  if (random() < shareKilledAtStart) await setTimeout(between(random, 0, 400))
  else {
    await Promise.race([once(worker, 'message'), ended])
    await setTimeout(between(random, life.least, life.most))
  }
  worker.kill('SIGKILL')
  await ended
  if (worker.signalCode !== 'SIGKILL')
    throw new Error('A worker ended before it was killed; its words are above.')
}

/** Starts a worker that is left alone. `stop` lets it finish. */
export function startCalmWorker(kind: WorkerKind): { stop: () => Promise<void> } {
  const worker = startWorker(kind)
  const ended = once(worker, 'exit')
  return {
    stop: async () => {
      worker.kill('SIGTERM')
      await ended
    },
  }
}

function startWorker({ databaseUrl, postmarkUrl, mode }: WorkerKind): ChildProcess {
  const worker = fork('bench/prove/worker.ts', [databaseUrl, postmarkUrl, mode], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  alive.add(worker)
  worker.once('exit', () => alive.delete(worker))
  return worker
}
