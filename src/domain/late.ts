/** When a campaign stood still last: it was paused, or rested for a limit of all of it. Null: never, or not known. */
export type LastPause = { pausedFrom: Date | null; resumedAt: Date | null }

/**
 * Whoever was due before this is too late. A pause makes nobody late and forgets nobody: whoever was late when it began still
 * is, and the time of all others begins with the resumption.
 */
export function lateBefore(maxLatenessMinutes: number, pause: LastPause, now: Date): Date {
  const bound = minutesBefore(now, maxLatenessMinutes)
  if (pause.resumedAt === null || pause.resumedAt <= bound) return bound
  return pause.pausedFrom === null ? new Date(0) : minutesBefore(pause.pausedFrom, maxLatenessMinutes)
}

/** From when a pause counts that begins now: with the one before it where nobody can have become late in between. */
export function pausedFrom(maxLatenessMinutes: number, before: LastPause, now: Date): Date | null {
  const bound = minutesBefore(now, maxLatenessMinutes)
  return before.resumedAt !== null && before.resumedAt > bound ? before.pausedFrom : now
}

const minutesBefore = (moment: Date, minutes: number) => new Date(moment.getTime() - minutes * 60_000)

// What an outage makes late comes within minutes; what comes hours later is worth another word.
const againAfterMs = 6 * 60 * 60 * 1000

/** From when on an owner who was told of late mails then is told of more; null: at once. */
export const mayTellAgain = (toldAt: Date | null): Date | null =>
  toldAt === null ? null : new Date(toldAt.getTime() + againAfterMs)

/** An outage makes many late, found batch after batch: so long they are gathered, and their owner reads one line about all. */
export const gatherLateSeconds = 60
