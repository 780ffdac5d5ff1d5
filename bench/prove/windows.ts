// Short enough that a run does not wait for them, in the order that production's have: call < lease, and a settle
// window longer than the provider's index lags.

/** The longest that the stand-in keeps an accepted mail from its search. Milliseconds. */
export const longestLagMs = 1_500

/** How long a call may take, a lease lasts, and an empty search needs before it means something. */
export const callTimeoutSeconds = 1
export const leaseMs = 2_000
export const settleMs = 1_800

/** Mails in one call: few, so that many calls are cut in two. */
export const perCall = 50
