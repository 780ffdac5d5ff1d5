/** Draws are whole numbers from 0 to one less than this: the first two bytes of a hash. */
export const drawCount = 65_536

/** The draws that fall on one variant: from the first, up to before the second. Equal where its weight is 0. */
export type DrawShare = { drawFrom: number; drawTo: number }

/**
 * Divides the draws among variants by weight, without a gap and to the last one. The draw itself is the first two bytes of
 * md5(enrollment id + step key), made where the enrollment is claimed (db/claim-queries.ts): the same on every attempt.
 */
export function shareDraws(weights: readonly number[]): DrawShare[] {
  const sum = weights.reduce((total, weight) => total + weight, 0)
  let before = 0
  return weights.map((weight) => {
    const drawFrom = Math.round((before / sum) * drawCount)
    before += weight
    return { drawFrom, drawTo: Math.round((before / sum) * drawCount) }
  })
}
