/** Characters of JSON in an answer, at most. */
export const largestAnswer = 16_000_000

/** Whether a value would be longer than this as JSON, near enough; it stops counting there and writes nothing. */
export function isLongerThan(most: number, value: unknown): boolean {
  let length = 0
  const left: unknown[] = [value]
  while (left.length > 0 && length <= most) {
    const next = left.pop()
    if (typeof next !== 'object' || next === null) {
      length += typeof next === 'string' ? next.length + 3 : 5
      continue
    }
    for (const [name, inner] of Object.entries(next)) {
      length += Array.isArray(next) ? 1 : name.length + 4
      left.push(inner)
    }
  }
  return length > most
}
