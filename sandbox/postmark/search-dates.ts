/**
 * Postmark's date filters are Eastern time, `2026-11-05` or `2026-11-05T07:25:01`, both ends included.
 * Local times in the same form compare as text.
 */
export const isSince = (from: string | null, local: string): boolean => from === null || local >= from

/** A filter that names a day, or a second, takes in all of it. */
export const isBefore = (to: string | null, local: string): boolean =>
  to === null || local.slice(0, to.length) <= to
