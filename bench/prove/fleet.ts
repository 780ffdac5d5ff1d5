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
export type Fleet = { kills: () => number; done: Promise<void> }

/** How long a worker lives once it is at work. Milliseconds; some kills come earlier, while it starts. */
const life = { least: 120, most: 720 }
const shareKilledAtStart = 0.05

/** Starts two slots; each starts a worker, SIGKILLs it at a random moment and starts the next, `kills` in all. */
export function killingFleet(kind: WorkerKind, { kills, random }: { kills: number; random: Random }): Fleet {
  let done = 0
  const slot = async () => {
    while (done < kills) {
      await liveAndDie(kind, random)
      done += 1
    }
  }
  return { kills: () => done, done: Promise.all([slot(), slot()]).then(() => undefined) }
}

async function liveAndDie(kind: WorkerKind, random: Random): Promise<void> {
  const worker = startWorker(kind)
  const ended = once(worker, 'exit')
  if (random() < shareKilledAtStart) await setTimeout(between(random, 0, 400))
  else {
    await Promise.race([once(worker, 'message'), ended])
    await setTimeout(between(random, life.least, life.most))
  }
  worker.kill('SIGKILL')
  await ended
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
    // What a killed worker's neighbours complain of is part of the show, not of the result.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  alive.add(worker)
  worker.once('exit', () => alive.delete(worker))
  return worker
}
