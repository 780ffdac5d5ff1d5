import { expect, it } from '@jest/globals'
import { steadyTime } from '../../src/adapters/steady-time.ts'

const hour = 3_600_000

/** A machine that was started ten hours before this process. */
function machine() {
  const now = { awake: 0, up: 10 * hour }
  const steady = steadyTime({ awake: () => now.awake, up: () => now.up })
  const pass = (ms: { awake: number; up: number }) => {
    now.awake += ms.awake
    now.up += ms.up
  }
  return { steady, pass }
}

it('goes on as the process does', () => {
  const { steady, pass } = machine()
  const start = steady()
  pass({ awake: 90.5, up: 90 })
  expect(steady() - start).toBe(90.5)
})

it('has gone on when a machine wakes that slept', () => {
  const { steady, pass } = machine()
  const start = steady()
  pass({ awake: 1_000, up: 8 * hour + 1_000 })
  expect(steady() - start).toBe(8 * hour + 1_000)
  pass({ awake: 500, up: 500 })
  expect(steady() - start).toBe(8 * hour + 1_500)
})

it('does not mind an uptime that is known to a second only', () => {
  const { steady, pass } = machine()
  const start = steady()
  pass({ awake: 10, up: 1_000 })
  expect(steady() - start).toBe(10)
})

it('is this process’ own where nothing else is said', () => {
  const steady = steadyTime()
  const before = performance.now()
  const between = steady()
  expect(between).toBeGreaterThanOrEqual(before)
  expect(between).toBeLessThanOrEqual(performance.now())
})
