import { Refusal } from './refusal.ts'

/** How far ahead a campaign may be scheduled, in days: whoever consented a year ago does not remember it. */
export const farthestDays = 365

const dayMs = 86_400_000

/** Throws the Refusal for a start that is over, or further away than anybody plans. */
export function requireFutureStart(startsAt: Date, now: Date): void {
  if (startsAt <= now)
    throw new Refusal('start-over', 'That time is over already. Choose a later one, or launch it now.')
  if (startsAt.getTime() > now.getTime() + farthestDays * dayMs)
    throw new Refusal('start-too-far', `Schedule it at most ${farthestDays} days ahead.`)
}

/**
 * Why a campaign that was to start then must not be launched by itself any more; null when it may. After an outage of days,
 * somebody should say whether it is still wanted.
 */
export function tooLateToStart(startsAt: Date, maxLatenessMinutes: number, now: Date): string | null {
  const minutes = Math.floor((now.getTime() - startsAt.getTime()) / 60_000)
  if (minutes <= maxLatenessMinutes) return null
  const late = minutes < 120 ? `${minutes} minutes` : `${Math.floor(minutes / 60)} hours`
  return `its start was ${late} ago, which is later than its plan allows. Launch it now or schedule it again.`
}
