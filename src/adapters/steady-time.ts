import { uptime } from 'node:os'

// Some systems know their uptime to a second only.
const leastSleepMs = 2_000

/** What a machine knows of itself, in milliseconds: how long this process was awake, and how long the machine has been up. */
type Machine = { awake: () => number; up: () => number }

const thisMachine: Machine = { awake: () => performance.now(), up: () => uptime() * 1000 }

/**
 * Milliseconds since some moment that nobody's setting of a clock changes. `performance.now()` stands still while a machine
 * sleeps; what it has slept is added from the machine's uptime. A machine that was stopped from outside knows of neither.
 */
export function steadyTime({ awake, up } = thisMachine): () => number {
  const ahead = () => up() - awake()
  const atStart = ahead()
  return () => {
    const sleptMs = ahead() - atStart
    return awake() + (sleptMs > leastSleepMs ? sleptMs : 0)
  }
}
