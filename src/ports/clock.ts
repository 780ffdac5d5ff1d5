/** The time, asked for where it is needed, so that it can be set in tests and moved in the sandbox. */
export type Clock = {
  now: () => Date
  /**
   * A moment that lies at least `ms` back for every process, however the clock was set meanwhile; absent where nobody sets
   * it. Asks the database, so it fails while that is away.
   */
  surelyAgo?: (ms: number) => Promise<Date>
}
