/** A moment (Unix seconds) as `YYYY-MM-DDTHH:MM` on the wall clock of a zone, as datetime inputs want it. */
export function zonedInput(seconds: number, timeZone: string): string {
  const text = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  return text.format(seconds * 1000).replace(' ', 'T')
}

/** The moment (Unix seconds) at which a zone's wall clock shows `YYYY-MM-DDTHH:MM`. */
export function zonedSeconds(local: string, timeZone: string): number {
  const wanted = Date.parse(`${local}Z`) / 1000
  // The zone's offset at the first guess; asked twice, because the guess may lie across a change of the clocks.
  const offsetAt = (seconds: number): number =>
    Date.parse(`${zonedInput(seconds, timeZone)}Z`) / 1000 - seconds
  const guess = wanted - offsetAt(wanted)
  return wanted - offsetAt(guess)
}
