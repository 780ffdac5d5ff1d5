const controls = /[\p{Cc}\p{Zl}\p{Zp}\s]+/gu
// All control characters but tab, line feed and carriage return.
const unwritable = /[^\P{Cc}\t\n\r]/gu

/**
 * A line that somebody else wrote as it may be stored and shown: at most `most` UTF-16 units, no control characters or
 * line ends, no half of a surrogate pair. Takes time in proportion to `most`, whatever came.
 */
export function oneLine(text: string, most: number): string {
  return text.slice(0, most).replace(controls, ' ').trim().toWellFormed()
}

/** A text of several lines that somebody else wrote, likewise; its line ends and tabs stay. */
export function severalLines(text: string, most: number): string {
  return text.slice(0, most).replace(unwritable, '').toWellFormed()
}
