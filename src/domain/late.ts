/**
 * Whoever was due before this is too late. What waited in a pause or for a limit of the whole campaign is not late: its time
 * begins with the resumption.
 */
export function lateBefore(maxLatenessMinutes: number, resumedAt: Date | null, now: Date): Date {
  const bound = new Date(now.getTime() - maxLatenessMinutes * 60_000)
  return resumedAt !== null && resumedAt > bound ? new Date(0) : bound
}
