/** Gives numbers in [0, 1); the same seed gives the same ones (mulberry32). */
export type Random = () => number

/** Makes a generator from a 32-bit seed. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A number from `low` (inclusive) to `high` (exclusive). */
export const between = (random: Random, low: number, high: number): number => low + random() * (high - low)
