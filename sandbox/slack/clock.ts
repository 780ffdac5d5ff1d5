import { randomBytes } from 'node:crypto'

/** Time, ids and timers of one stand-in. */
export type Clock = {
  /** Workspace time, ms. */
  now(): number
  /** Time that trigger and response_url lifetimes are measured in, ms. */
  protocolNow(): number
  /** A new Slack timestamp, `seconds.micros`, always later than the last. */
  nextTs(): string
  /** A new id with Slack's prefix letter: C, D, U, F, V … */
  nextId(prefix: string): string
  /** Runs `act` after real ms, unless stopped first. */
  later(ms: number, act: () => void): void
  stop(): void
}

export function makeClock(now: () => number, protocolNow: () => number): Clock {
  let lastMicros = 0
  let lastId = 0
  const timers = new Set<NodeJS.Timeout>()
  return {
    now,
    protocolNow,
    nextTs() {
      lastMicros = Math.max(lastMicros + 1, Math.floor(now()) * 1000)
      return `${Math.floor(lastMicros / 1e6)}.${String(lastMicros % 1e6).padStart(6, '0')}`
    },
    nextId(prefix) {
      lastId += 1
      return `${prefix}0${lastId.toString(36).toUpperCase().padStart(9, '0')}`
    },
    later(ms, act) {
      const timer = setTimeout(() => {
        timers.delete(timer)
        act()
      }, ms)
      timer.unref()
      timers.add(timer)
    },
    stop() {
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
    },
  }
}

/** An unguessable token, as hex. */
export const secret = (bytes = 16): string => randomBytes(bytes).toString('hex')

/** Slack timestamps sort as numbers. */
export const tsToMs = (ts: string): number => Number(ts) * 1000
