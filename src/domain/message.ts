/** The most messages that one claim takes and one provider call carries. */
export const maxBatch = 500

/** How often a message whose fate stayed unknown is tried again by itself before a person decides. */
export const maxAttempts = 2

/** Where an outbound message that was with the provider goes from there. */
export type Settlement = {
  messageId: string
  state: 'sent' | 'rejected' | 'skipped' | 'unknown' | 'queued' | 'needs_human'
  providerMessageId: string | null
  errorCode: number | null
  /** In words for people; null for a message that was sent. */
  reason: string | null
  /** The provider will not deliver to this address any more. */
  suppress: boolean
}

/** A settlement with nothing more to say than its state and reason. */
export function settled(messageId: string, state: Settlement['state'], reason: string | null): Settlement {
  return { messageId, state, reason, providerMessageId: null, errorCode: null, suppress: false }
}

/** What became of one mail of an answered call. */
export type MailAnswer =
  | { kind: 'accepted'; providerMessageId: string }
  | { kind: 'rejected'; code: number; reason: string; inactive: boolean }
  | { kind: 'refused'; whose: 'sender' | 'account'; reason: string }

/** An answered mail as a settlement. */
export function settleAnswer(messageId: string, answer: MailAnswer): Settlement {
  if (answer.kind === 'accepted') {
    return { ...settled(messageId, 'sent', null), providerMessageId: answer.providerMessageId }
  }
  if (answer.kind === 'refused') return settled(messageId, 'queued', answer.reason)
  return {
    ...settled(messageId, 'rejected', answer.reason),
    errorCode: answer.code,
    suppress: answer.inactive,
  }
}

/**
 * A message that the provider was asked about, long enough after the call that an empty answer means something.
 * `found` is the provider's id, or null.
 */
export function settleSearched(messageId: string, found: string | null, attempts: number): Settlement {
  if (found !== null) return { ...settled(messageId, 'sent', null), providerMessageId: found }
  if (attempts < maxAttempts) return settled(messageId, 'queued', 'the provider has no record of it')
  return settled(messageId, 'needs_human', `not found at the provider after ${attempts} attempts`)
}

/**
 * How long sending rests after a call that was not accepted, in milliseconds: doubling from 2 seconds to 5 minutes,
 * with up to a quarter of jitter so that workers do not come back together. `random` is in [0, 1).
 */
export function holdMs(failures: number, random: number): number {
  const base = Math.min(2_000 * 2 ** Math.min(failures - 1, 10), 300_000)
  return Math.round(base * (1 + random / 4))
}

// Calls in a row without a usable answer that make sending rest: one may be a lost packet, three are an outage.
const unknownCallsBeforeHold = 3

/** How a provider call ended; the shape of ports/email's SendOutcome. */
export type CallEnd =
  | { kind: 'answered'; outcomes: readonly MailAnswer[] }
  | { kind: 'refused' | 'forbidden' | 'sender-refused' | 'unknown'; reason: string }

/** What follows from a call: for each message, for all sending, and for when to come back. */
export type BatchDecision = {
  settlements: Settlement[]
  hold: 'start' | 'release' | 'keep'
  retryInMs: number
  /** Why the campaign must wait for a person; null when it goes on. */
  pause: string | null
}

/**
 * Decides a batch. `messageIds` in the order of the call; `end` is null when nothing needed sending.
 * What was certainly not accepted goes back in line and lets sending rest; what may have been accepted stays unknown,
 * and is never simply sent again. `failures` counts the calls in a row that were not answered, this one included.
 */
export function decideBatch(
  messageIds: readonly string[],
  end: CallEnd | null,
  { failures, random }: { failures: number; random: number },
): BatchDecision {
  const retryInMs = holdMs(Math.max(failures, 1), random)
  if (end === null) return { settlements: [], hold: 'keep', retryInMs, pause: null }
  if (end.kind === 'answered') {
    const settlements = messageIds.map((id, index) => {
      const answer = end.outcomes[index]
      return answer ? settleAnswer(id, answer) : settled(id, 'unknown', 'the provider did not answer for it')
    })
    return { settlements, hold: 'release', retryInMs, pause: null }
  }
  const state = end.kind === 'unknown' ? 'unknown' : 'queued'
  const settlements = messageIds.map((id) => settled(id, state, end.reason))
  // Others may send from addresses that the provider does accept: only this campaign stands still.
  if (end.kind === 'sender-refused') return { settlements, hold: 'keep', retryInMs: 0, pause: end.reason }
  const hold = end.kind === 'unknown' && failures < unknownCallsBeforeHold ? 'keep' : 'start'
  return { settlements, hold, retryInMs, pause: null }
}
