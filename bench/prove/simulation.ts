import { simulate } from '../../tests/simulation/simulate.ts'
import { measured, type Row, told } from '../report.ts'

/**
 * Runs so many seeded schedules of the simulation in tests/simulation, beginning with `seed`, and counts those in which
 * something broke. Each of them is named, so that it can be run again alone.
 */
export function simulateMany({ schedules, seed }: { schedules: number; seed: number }): Row[] {
  const started = performance.now()
  const sums = { mails: 0, retried: 0, needsHuman: 0 }
  let broken = 0
  for (let current = seed; current < seed + schedules; current += 1) {
    const verdict = simulate(current)
    for (const name of ['mails', 'retried', 'needsHuman'] as const) sums[name] += verdict[name]
    if (Object.keys(verdict.broken).length === 0) continue
    broken += 1
    console.error(`Seed ${current}: ${JSON.stringify(verdict.broken)}`)
  }
  return [
    told('schedules', schedules, 'schedules'),
    told('mails taken by the provider', sums.mails, 'mails'),
    told('claimed more than once', sums.retried, 'mails'),
    told('wait for a person', sums.needsHuman, 'mails'),
    told('time', (performance.now() - started) / 1000, 's'),
    measured('schedules that broke an invariant', {
      value: broken,
      unit: 'schedules',
      target: 0,
      aim: 'at-most',
    }),
  ]
}
