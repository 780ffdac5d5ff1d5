/**
 * Where the audience of a campaign stands, each person in exactly one count, so that all but `audience` add up to it.
 * Whoever was handed to the provider counts by their newest mail and the furthest thing known of that one.
 */
export type Standing = {
  audience: number
  /** Nothing was handed over, and something is still to come. */
  waiting: number
  /** Nothing was handed over and nothing will be: taken back, or ended before the first mail. */
  notWritten: number
  /** Enrolled to compare the others with. */
  heldOut: number
  /** Could not be written to: suppressed, or a merge field was missing. */
  skipped: number
  /** With the provider at this moment. */
  sending: number
  /** It is not known yet whether the provider has it. */
  unknown: number
  /** The same, and a person must decide. */
  needsHuman: number
  rejected: number
  /** The provider has taken it, and nothing more is known. */
  sent: number
  delivered: number
  /** By a person; what mail proxies fetch does not count. */
  opened: number
  clicked: number
  bounced: number
  complained: number
}
