import type { Deps } from '../../src/operations/deps.ts'
import { launchFor, seedAudience } from '../ground/audience.ts'
import { startDatabase } from '../ground/database.ts'
import { realDeps } from '../ground/deps.ts'
import { startPostmarkProcess } from '../ground/postmark-process.ts'
import type { Undo } from '../ground/undo.ts'
import { compared, measured, type Row, told } from '../report.ts'
import { batonSend } from '../send/baton.ts'
import { letterOf } from '../send/letter.ts'
import { type Sample, slopeOf } from './slope.ts'

const megabyte = 1024 * 1024
const bytesPerMail = 6_000
const sampleMs = 250

/**
 * What this process needs while it sends, and what a mail costs, in campaigns of a hundredth, a tenth and the whole of
 * `mails`. The database and the provider are processes of their own.
 */
export async function benchMemory(
  undo: Undo,
  { mails, lanes }: { mails: number; lanes: number },
): Promise<Row[]> {
  const ground = await startDatabase(undo, { poolSize: lanes + 4 })
  const base = await realDeps(ground, await startPostmarkProcess(undo))
  let sent = 0
  const deps: Deps = {
    ...base,
    email: {
      ...base.email,
      sendBatch: (batch) => {
        sent += batch.length
        return base.email.sendBatch(batch)
      },
    },
  }
  const idle = process.memoryUsage().rss / megabyte
  const samples: Sample[] = []
  const timer = setInterval(
    () => samples.push({ at: sent, value: process.memoryUsage().rss / megabyte }),
    sampleMs,
  )
  undo.push(() => clearInterval(timer))
  const sizes = [mails / 100, mails / 10, mails].map((size) => Math.max(500, Math.round(size)))
  const sequence = [letterOf(bytesPerMail)]
  const rates: number[] = []
  for (const size of sizes) {
    const audience = await seedAudience(ground.db, { size, name: `of-${size}` })
    await launchFor(deps, { audience, sequence })
    rates.push(await batonSend(deps, { mails: size, lanes }))
  }
  // The first tenth warms up: code is compiled, pools fill.
  const steady = samples.filter(({ at }) => at > sent / 10)
  return [...costRows(sizes, rates), told('memory before', idle, 'MB'), ...memoryRows(samples, steady)]
}

function costRows(sizes: readonly number[], rates: readonly number[]): Row[] {
  const costs = rates.map((rate) => 1_000_000 / rate)
  const rows = sizes.map((size, index) =>
    told(`a mail in a campaign of ${size.toLocaleString('en')}`, costs[index] ?? NaN, 'µs'),
  )
  const [first = NaN, last = NaN] = [rates[0], rates.at(-1)]
  const name = 'mails a second in the largest campaign, beside the smallest'
  return [...rows, compared(name, { value: last, baseline: first, unit: 'mails/s', target: 0.8 })]
}

function memoryRows(samples: readonly Sample[], steady: readonly Sample[]): Row[] {
  const peak = Math.max(...samples.map(({ value }) => value))
  return [
    measured('memory at most', { value: peak, unit: 'MB', target: 300, aim: 'at-most' }),
    measured('memory, growth over 100,000 mails', {
      value: slopeOf(steady) * 100_000,
      unit: 'MB',
      target: 5,
      aim: 'at-most',
    }),
  ]
}
