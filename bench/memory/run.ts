import { type ChildProcess, fork } from 'node:child_process'
import { on, once } from 'node:events'
import { launchFor, seedAudience } from '../ground/audience.ts'
import { startDatabase } from '../ground/database.ts'
import { realDeps } from '../ground/deps.ts'
import { startPostmarkProcess } from '../ground/postmark-process.ts'
import type { Undo } from '../ground/undo.ts'
import { compared, measured, type Row, told as row } from '../report.ts'
import { letterOf } from '../send/letter.ts'
import { type Sample, slopeOf } from './slope.ts'
import { told } from './told.ts'

const bytesPerMail = 6_000

/**
 * What a process needs that does nothing but send, and what a mail costs, in campaigns of a hundredth, a tenth and the whole
 * of `mails`. Who launches, the database and the provider are processes of their own.
 */
export async function benchMemory(
  undo: Undo,
  { mails, lanes }: { mails: number; lanes: number },
): Promise<Row[]> {
  const ground = await startDatabase(undo, { poolSize: 4 })
  const postmarkUrl = await startPostmarkProcess(undo)
  const deps = await realDeps(ground, postmarkUrl)
  const worker = fork('bench/memory/worker.ts', [ground.url, postmarkUrl, String(lanes)])
  undo.push(() => worker.kill('SIGKILL'))
  const idle = told.parse((await once(worker, 'message'))[0])
  const samples: Sample[] = []
  const sizes = [mails / 100, mails / 10, mails].map((size) => Math.max(500, Math.round(size)))
  const sequence = [letterOf(bytesPerMail)]
  const rates: number[] = []
  let most = 0
  for (const size of sizes) {
    const audience = await seedAudience(ground.db, { size, name: `of-${size}` })
    await launchFor(deps, { audience, sequence })
    const done = await send(worker, size, samples)
    rates.push(done.rate)
    most = done.most
  }
  return [
    ...costRows(sizes, rates),
    row('memory before', idle.kind === 'done' ? NaN : idle.now, 'MB'),
    ...memoryRows(samples, most),
  ]
}

async function send(
  worker: ChildProcess,
  mails: number,
  samples: Sample[],
): Promise<{ rate: number; most: number }> {
  const messages = on(worker, 'message', { close: ['exit'] })
  worker.send(mails)
  for await (const [message] of messages) {
    const news = told.parse(message)
    if (news.kind === 'done') return news
    samples.push({ at: news.sent, value: news.now })
  }
  throw new Error('The sending process ended before its time')
}

function costRows(sizes: readonly number[], rates: readonly number[]): Row[] {
  const costs = rates.map((rate) => 1_000_000 / rate)
  const rows = sizes.map((size, index) =>
    row(`a mail in a campaign of ${size.toLocaleString('en')}`, costs[index] ?? NaN, 'µs'),
  )
  const [first = NaN, last = NaN] = [rates[0], rates.at(-1)]
  const name = 'mails a second in the largest campaign, beside the smallest'
  return [...rows, compared(name, { value: last, baseline: first, unit: 'mails/s', target: 0.8 })]
}

function memoryRows(samples: readonly Sample[], most: number): Row[] {
  // The first tenth warms up: code is compiled, pools fill.
  const last = samples.at(-1)?.at ?? 0
  const steady = samples.filter(({ at }) => at > last / 10)
  return [
    measured('memory at most', { value: most, unit: 'MB', target: 300, aim: 'at-most' }),
    measured('memory, growth over 100,000 mails', {
      value: slopeOf(steady) * 100_000,
      unit: 'MB',
      target: 5,
      aim: 'at-most',
    }),
  ]
}
