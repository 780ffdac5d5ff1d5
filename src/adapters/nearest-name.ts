/** The known name that was most likely meant, or null when none is near. */
export function nearestName(written: string, known: readonly string[]): string | null {
  const wanted = written.slice(0, 60).toLowerCase()
  const distances = known.map((name) => ({ name, distance: editDistance(wanted, name.toLowerCase()) }))
  const best = distances.sort((a, b) => a.distance - b.distance)[0]
  // Two slips, or one in three letters of a long name; a word of which nothing is right is another word.
  const mostSlips = Math.min(wanted.length - 1, Math.max(2, Math.floor(wanted.length / 3)))
  return best && best.distance <= mostSlips ? best.name : null
}

/** How many letters must be added, dropped or changed to get from one word to the other (Levenshtein). */
function editDistance(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= to.length; column += 1) {
      const change = from[row - 1] === to[column - 1] ? 0 : 1
      const [left = 0, up = 0, corner = 0] = [current[column - 1], above[column], above[column - 1]]
      current.push(Math.min(left + 1, up + 1, corner + change))
    }
    above = current
  }
  return above[to.length] ?? 0
}
