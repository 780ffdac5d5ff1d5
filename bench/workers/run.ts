import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { type Audience, launchFor, seedAudience } from '../ground/audience.ts'
import { type Ground, startDatabase } from '../ground/database.ts'
import { realDeps } from '../ground/deps.ts'
import { startPostmarkProcess } from '../ground/postmark-process.ts'
import type { Undo } from '../ground/undo.ts'
import { compared, median, type Row, told } from '../report.ts'
import { letterOf } from '../send/letter.ts'

/** How much is sent in all, in how many turns, and how many requests at a time each process makes. */
export type WorkersOptions = { mails: number; rounds: number; lanes: number }

// What 500 mails take at a provider that is not on this machine, at the very least.
const farMs = 250

/**
 * How fast two processes with the role worker send on one database, beside one of them alone: to a provider that answers at
 * once, where one keeps two cores busy, and to one that takes its time, for which one waits. They take turns.
 */
export async function benchWorkers(undo: Undo, { mails, rounds, lanes }: WorkersOptions): Promise<Row[]> {
  const ground = await startDatabase(undo, { poolSize: 4 })
  const near = await startPostmarkProcess(undo)
  const far = await startPostmarkProcess(undo, { answersAfterMs: farMs })
  const deps = await realDeps(ground, near)
  const audience = await seedAudience(ground.db, { size: Math.ceil(mails / rounds / 4), name: 'turn' })
  const rate = async (workers: readonly ChildProcess[]) => {
    await launchFor(deps, { audience, sequence: [letterOf(20_000)] })
    return rateOf(ground, workers, audience)
  }
  const pairs: [one: ChildProcess, other: ChildProcess][] = []
  for (const url of [near, far]) {
    const start = () => startWorker(undo, [ground.url, url, String(lanes)])
    pairs.push([await start(), await start()])
  }
  for (const pair of pairs) await rate(pair)
  const rates = pairs.map(() => ({ one: [] as number[], two: [] as number[] }))
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, pair] of pairs.entries()) {
      rates[index]?.one.push(await rate([pair[0]]))
      rates[index]?.two.push(await rate(pair))
    }
  }
  const names = ['two workers, beside one', `the same, by a provider that answers after ${farMs} ms`]
  return [
    ...rates.map(({ one, two }, index) =>
      compared(names[index] ?? '', { value: median(two), baseline: median(one), unit: 'mails/s', target: 1 }),
    ),
    told('mails in each turn', audience.size, 'mails'),
    told('lanes of a worker', lanes, 'requests at a time'),
  ]
}

async function startWorker(undo: Undo, args: string[]): Promise<ChildProcess> {
  const worker = fork('bench/workers/worker.ts', args)
  undo.push(() => worker.kill('SIGKILL'))
  await once(worker, 'message')
  return worker
}

async function rateOf({ db }: Ground, workers: readonly ChildProcess[], { size }: Audience): Promise<number> {
  const before = await db.message.count({ where: { state: 'sent' } })
  const started = performance.now()
  await Promise.all(
    workers.map((worker) => {
      const done = once(worker, 'message')
      worker.send('go')
      return done
    }),
  )
  const seconds = (performance.now() - started) / 1000
  const sent = (await db.message.count({ where: { state: 'sent' } })) - before
  if (sent !== size) throw new Error(`${size} mails were to be sent and ${sent} were`)
  return size / seconds
}
