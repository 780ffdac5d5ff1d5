import { PageError } from './http.ts'
import type { Jump, Time } from './clock-view.ts'
import type { JsonObject } from '../slack/json.ts'
import type { StandIns } from './stand-ins.ts'

// As far as any wait of a sequence goes.
const farthestMs = 366 * 24 * 60 * 60 * 1000

/** @throws PageError 404 where there is none */
export function timeOf({ time }: StandIns): Time {
  if (!time) throw new PageError(404, 'Time cannot be moved here.')
  return time
}

/** Reads the body of POST /api/clock/jump. @throws PageError 400 for anything but a way ahead */
export function readJump({ to, ms }: JsonObject): Jump {
  if (to === 'next') return to
  if (typeof ms !== 'number' || !Number.isInteger(ms) || ms <= 0 || ms > farthestMs)
    throw new PageError(400, 'Time goes ahead only: by 1 millisecond to 366 days, or to the next due moment.')
  return ms
}
