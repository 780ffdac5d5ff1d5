/**
 * Whoever was due before this is too late. What waited in a pause or for a limit of the whole campaign is not late: its time
 * begins with the resumption.
 */
export function lateBefore(maxLatenessMinutes: number, resumedAt: Date | null, now: Date): Date {
  const bound = new Date(now.getTime() - maxLatenessMinutes * 60_000)
  return resumedAt !== null && resumedAt > bound ? new Date(0) : bound
}

// What an outage makes late comes within minutes; what comes hours later is worth another word.
const againAfterMs = 6 * 60 * 60 * 1000

/** From when on an owner who was told of late mails then is told of more; null: at once. */
export const mayTellAgain = (toldAt: Date | null): Date | null =>
  toldAt === null ? null : new Date(toldAt.getTime() + againAfterMs)

/** An outage makes many late, found batch after batch: so long they are gathered, and their owner reads one line about all. */
export const gatherLateSeconds = 60
