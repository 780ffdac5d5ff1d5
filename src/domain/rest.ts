// Processes' clocks agree to some milliseconds, and a look at them takes its time.
const leewayMs = 60_000

/**
 * The latest that a rest can end which lasts `longestMs` at most and has begun by `now`. One that ends later was begun by a
 * clock that was ahead, and is not believed.
 */
export const latestEnd = (longestMs: number, now: Date): Date =>
  new Date(now.getTime() + longestMs + leewayMs)
