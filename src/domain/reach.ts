/**
 * Whom a launch at this moment would enroll, each person in exactly one count, by what becomes of them first; and whom it would
 * not. Who is written to is so in the first step's time.
 */
export type Reach = {
  audience: number
  written: number
  /** They wait until another campaign is through with them. */
  waiting: number
  heldOut: number
  /** Left out because of earlier runs, and so not of the audience. */
  wentThrough: number
  /** Addresses that must not be written to, by why not: the most first. */
  suppressed: readonly { reason: string; count: number }[]
}

/** A count of people as it is read from rows; `reason` is why they must not be written to. */
export type ReachCount = {
  place: 'written' | 'waiting' | 'heldOut' | 'suppressed' | 'wentThrough'
  reason: string
  count: number
}

/** Puts such counts together. */
export function reachOf(counts: readonly ReachCount[]): Reach {
  const of = (place: ReachCount['place']) => counts.filter((each) => each.place === place)
  const sum = (some: readonly ReachCount[]) => some.reduce((total, { count }) => total + count, 0)
  const suppressed = of('suppressed').toSorted((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1))
  return {
    audience: sum(counts.filter(({ place }) => place !== 'wentThrough')),
    written: sum(of('written')),
    waiting: sum(of('waiting')),
    heldOut: sum(of('heldOut')),
    wentThrough: sum(of('wentThrough')),
    suppressed: suppressed.map(({ reason, count }) => ({ reason, count })),
  }
}

/** The same once a launch has enrolled its people: who of them is neither held out, nor waits, nor is suppressed is written to. */
export function reachOfLaunched(
  { audience, heldOut, waiting, wentThrough }: Omit<Reach, 'written' | 'suppressed'>,
  suppressed: readonly ReachCount[],
): Reach {
  const leftOut = suppressed.reduce((total, { count }) => total + count, 0)
  const written = { place: 'written', reason: '', count: audience - heldOut - waiting - leftOut } as const
  return { ...reachOf([written, ...suppressed]), audience, heldOut, waiting, wentThrough }
}
