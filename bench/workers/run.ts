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

/** How fast two processes with the role worker send on one database, beside one of them alone. They take turns. */
export async function benchWorkers(undo: Undo, { mails, rounds, lanes }: WorkersOptions): Promise<Row[]> {
  const ground = await startDatabase(undo, { poolSize: 4 })
  const postmarkUrl = await startPostmarkProcess(undo)
  const deps = await realDeps(ground, postmarkUrl)
  const workers = [await startWorker(undo, [ground.url, postmarkUrl, String(lanes)])]
  workers.push(await startWorker(undo, [ground.url, postmarkUrl, String(lanes)]))
  const audience = await seedAudience(ground.db, { size: Math.ceil(mails / rounds / 2), name: 'turn' })
  const sequence = [letterOf(20_000)]
  const rate = async (count: number) => {
    await launchFor(deps, { audience, sequence })
    return rateOf(ground, workers.slice(0, count), audience)
  }
  await rate(2)
  const rates = { one: [] as number[], two: [] as number[] }
  for (let round = 0; round < rounds; round += 1) {
    rates.one.push(await rate(1))
    rates.two.push(await rate(2))
  }
  const [value, baseline] = [median(rates.two), median(rates.one)]
  return [
    compared('two workers, beside one', { value, baseline, unit: 'mails/s', target: 1 }),
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
