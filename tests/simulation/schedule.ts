/** Something that goes on step by step: each value is how many milliseconds pass before the next step. */
export type Process = Generator<number, void>

/** Virtual time: what is to happen when. Two things at the same moment happen in the order in which they were planned. */
export type Schedule = {
  now: () => number
  /** Counts every step of everything: tells which of two things at one moment came first. */
  order: () => number
  at: (inMs: number, what: () => void) => void
  /** Starts a process. The function that is returned kills it where it stands. */
  start: (process: Process) => () => void
  /** Lets time pass until `done` says so or nothing is planned, `untilMs` at the latest. */
  run: (untilMs: number, done?: () => boolean) => void
}

type Planned = { at: number; what: () => void }

/** A schedule that begins at a moment (epoch milliseconds). */
export function scheduleFrom(start: number): Schedule {
  const planned: Planned[] = []
  let now = start
  let steps = 0
  const at = (inMs: number, what: () => void) => {
    const item = { at: now + Math.max(0, inMs), what }
    const place = planned.findLastIndex((other) => other.at <= item.at) + 1
    planned.splice(place, 0, item)
  }
  return {
    now: () => now,
    order: () => (steps += 1),
    at,
    start: (process) => {
      let alive = true
      const step = () => {
        if (!alive) return
        const { done, value } = process.next()
        if (done !== true) at(value, step)
      }
      at(0, step)
      return () => {
        alive = false
      }
    },
    run: (untilMs, done = () => false) => {
      while (!done()) {
        const [next] = planned
        if (!next || next.at > untilMs) return
        planned.shift()
        now = next.at
        next.what()
      }
    },
  }
}
