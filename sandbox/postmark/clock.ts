/** Virtual time: follows a base clock at some speed, can be stopped and moved ahead. Milliseconds. */
export type Clock = {
  now(): number
  /** Runs once, when the clock has passed `ms` from now. */
  after(ms: number, run: () => void): void
  /** Runs what becomes due on the way, each at its own moment. */
  advance(ms: number): void
  /** 0 stops the clock. */
  setSpeed(speed: number): void
  /** Timers still waiting. */
  waiting(): number
  /** Drops every timer. */
  clear(): void
}

type Timer = { readonly due: number; readonly run: () => void }

/** A base clock given from outside may jump without telling, so it is looked at this often. */
const pollMs = 100

/** Sorted latest first, so that the next timer is popped from the end. */
const insert = (timers: Timer[], timer: Timer): void => {
  let low = 0
  let high = timers.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const other = timers[middle]
    if (other !== undefined && other.due > timer.due) low = middle + 1
    else high = middle
  }
  timers.splice(low, 0, timer)
}

/** Takes out the next timer that is due by then. */
const takeDue = (timers: Timer[], by: number): Timer | undefined => {
  const next = timers.at(-1)
  return next !== undefined && next.due <= by ? timers.pop() : undefined
}

/** Makes a clock on `base`, or on the system's when that is left out. */
export const createClock = (base?: () => number): Clock => {
  const real = base ?? Date.now
  const timers: Timer[] = []
  let speed = 1
  let anchor = { real: real(), virtual: real() }
  let wake: NodeJS.Timeout | undefined

  const now = () => anchor.virtual + (real() - anchor.real) * speed

  const arm = (): void => {
    clearTimeout(wake)
    const next = timers.at(-1)
    if (next === undefined || (speed === 0 && base === undefined)) return
    const wait = speed === 0 ? pollMs : Math.max(0, (next.due - now()) / speed)
    wake = setTimeout(runDue, Math.min(wait, base === undefined ? 2 ** 31 - 1 : pollMs))
    wake.unref()
  }

  const runDue = (): void => {
    for (let next = takeDue(timers, now()); next; next = takeDue(timers, now())) next.run()
    arm()
  }

  const moveTo = (virtual: number): void => {
    anchor = { real: real(), virtual }
  }

  const advance = (ms: number): void => {
    const target = now() + ms
    for (let next = takeDue(timers, target); next; next = takeDue(timers, target)) {
      moveTo(Math.max(now(), next.due))
      next.run()
    }
    moveTo(Math.max(now(), target))
    arm()
  }

  return {
    now,
    after: (ms, run) => {
      insert(timers, { due: now() + ms, run })
      arm()
    },
    advance,
    setSpeed: (newSpeed) => {
      moveTo(now())
      speed = newSpeed
      runDue()
    },
    waiting: () => timers.length,
    clear: () => {
      timers.length = 0
      clearTimeout(wake)
    },
  }
}
