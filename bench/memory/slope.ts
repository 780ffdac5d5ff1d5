/** A value that was seen when so many mails had gone out. */
export type Sample = { at: number; value: number }

/** How much a value grows with each mail: the slope of the straight line that fits best (least squares). */
export function slopeOf(samples: readonly Sample[]): number {
  const mean = (of: (sample: Sample) => number) =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length
  const [middleAt, middle] = [mean(({ at }) => at), mean(({ value }) => value)]
  const spread = mean(({ at }) => (at - middleAt) ** 2)
  return spread === 0 ? 0 : mean(({ at, value }) => (at - middleAt) * (value - middle)) / spread
}
