import {
  type Allowance,
  allowanceOf,
  bookSlots,
  forgottenBefore,
  lastingMs,
  type Limit,
  sliceOf,
  type SliceCount,
} from './limits.ts'

/** Limits counted in memory, as the tables `send_count` and `send_limit` count them. */
export type SimulatedLimits = {
  left: (limit: Limit, now: Date) => Allowance
  take: (limit: Limit, count: number, now: Date) => void
  /** Moments for so many mails that the limit puts off, after the bookings that there are. */
  book: (limit: Limit, count: number, now: Date) => Date[]
}

type Kept = { counts: SliceCount[]; bookedUntil: number }

/** No limit has been touched yet. */
export function simulatedLimits(): SimulatedLimits {
  const kept = new Map<string, Kept>()
  const of = ({ key }: Limit): Kept => {
    const found = kept.get(key) ?? { counts: [], bookedUntil: 0 }
    kept.set(key, found)
    return found
  }
  const left = (limit: Limit, now: Date) => allowanceOf(limit, of(limit).counts, now)
  return {
    left,
    take: (limit, count, now) => {
      const state = of(limit)
      const slice = sliceOf(limit, now)
      const since = forgottenBefore(limit, now)
      const last = state.counts.at(-1)
      if (last?.slice.getTime() === slice.getTime()) last.taken += count
      else state.counts = [...state.counts.filter((old) => old.slice > since), { slice, taken: count }]
    },
    book: (limit, count, now) => {
      const state = of(limit)
      const allowance = left(limit, now)
      // Those who are taken now use up what was left, so the others come when these are forgotten.
      const freeAt = allowance.left > 0 ? now.getTime() + lastingMs(limit) : allowance.freeAt.getTime()
      const { slots, bookedUntil } = bookSlots(limit, {
        from: new Date(Math.max(freeAt, state.bookedUntil)),
        count,
      })
      state.bookedUntil = bookedUntil.getTime()
      return slots
    },
  }
}
