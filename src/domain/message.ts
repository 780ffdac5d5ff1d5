/** The most messages that one claim takes and one provider call carries. */
export const maxBatch = 500

/** How many attempts may leave no trace at the provider before a person decides; one that it refused is none. */
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
  /** False when the provider certainly has nothing of this attempt: then it does not count as one. */
  attemptCounts: boolean
}

/** A settlement with nothing more to say than its state and reason. */
export function settled(messageId: string, state: Settlement['state'], reason: string | null): Settlement {
  const nothingMore = { providerMessageId: null, errorCode: null, suppress: false, attemptCounts: true }
  return { messageId, state, reason, ...nothingMore }
}

/** A message that certainly was not accepted goes back in line as it was before it was claimed. */
export function putBack(messageId: string, reason: string): Settlement {
  return { ...settled(messageId, 'queued', reason), attemptCounts: false }
}

/** What became of one mail of an answered call. */
export type MailAnswer =
  | { kind: 'accepted'; providerMessageId: string }
  | { kind: 'rejected'; code: number; reason: string; inactive: boolean; about: 'recipient' | 'mail' }
  | { kind: 'refused'; whose: 'sender' | 'account'; reason: string }
  | { kind: 'unknown'; reason: string }

/**
 * What the provider finds wrong with mails that is not each person's own (see common-fault): its code, what it says that it is
 * about, and words for people.
 */
export type MailFault = { code: number; about: 'recipient' | 'mail'; reason: string }

type Rejection = Extract<MailAnswer, { kind: 'rejected' }>

/** An answered mail as a settlement. */
export function settleAnswer(messageId: string, answer: MailAnswer): Settlement {
  if (answer.kind === 'accepted') {
    return { ...settled(messageId, 'sent', null), providerMessageId: answer.providerMessageId }
  }
  if (answer.kind === 'refused') return putBack(messageId, answer.reason)
  if (answer.kind === 'unknown') return settled(messageId, 'unknown', answer.reason)
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

/** The longest that sending rests, in milliseconds: until later than this from now is by a clock that was ahead. */
export const longestHoldMs = holdMs(Infinity, 1)

// Calls in a row without a usable answer that make sending rest: one may be a lost packet, three are an outage.
const unknownCallsBeforeHold = 3

// Somebody must mend what kept a batch from being sent; others go first meanwhile.
const unsentRetryMs = 60_000

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
 * What is rejected for one of the `faults` that mails share rejects nobody: the campaign waits for a person to mend it. Its
 * code stays with the mail, for another call to know.
 */
export function decideBatch(
  messageIds: readonly string[],
  end: CallEnd | null,
  { failures, random, faults = [] }: { failures: number; random: number; faults?: readonly MailFault[] },
): BatchDecision {
  const retryInMs = holdMs(Math.max(failures, 1), random)
  if (end === null) return { settlements: [], hold: 'keep', retryInMs, pause: null }
  if (end.kind === 'answered') {
    const settlements = messageIds.map((id, index) => {
      const answer = end.outcomes[index]
      if (!answer) return settled(id, 'unknown', 'the provider did not answer for it')
      if (!isFault(answer, faults)) return settleAnswer(id, answer)
      return { ...putBack(id, answer.reason), errorCode: answer.code }
    })
    if (faults.length === 0) return { settlements, hold: 'release', retryInMs, pause: null }
    const pause = faults.map(({ reason }) => reason).join(' ')
    return { settlements, hold: 'release', retryInMs: unsentRetryMs, pause }
  }
  const settlements = messageIds.map((id) =>
    end.kind === 'unknown' ? settled(id, 'unknown', end.reason) : putBack(id, end.reason),
  )
  // Others may send from addresses that the provider does accept: only this campaign stands still.
  if (end.kind === 'sender-refused') return { settlements, hold: 'keep', retryInMs: 0, pause: end.reason }
  const hold = end.kind === 'unknown' && failures < unknownCallsBeforeHold ? 'keep' : 'start'
  return { settlements, hold, retryInMs, pause: null }
}

const isFault = (answer: MailAnswer, faults: readonly MailFault[]): answer is Rejection =>
  answer.kind === 'rejected' &&
  !answer.inactive &&
  faults.some(({ code, about }) => code === answer.code && about === answer.about)

/** A batch for which no call was made: all of it goes back in line, and nobody has to ask what became of it. */
export function putAllBack(messageIds: readonly string[], reason: string): BatchDecision {
  const settlements = messageIds.map((id) => putBack(id, reason))
  return { settlements, hold: 'keep', retryInMs: unsentRetryMs, pause: null }
}

/** When a batch was claimed and what bounds it. Times in milliseconds. */
export type Lease = { claimedAt: Date; sendLeaseMs: number }

/** How much of a lease is left, in milliseconds; never negative. Afterwards others may judge the batch. */
export function leaseLeftMs({ claimedAt, sendLeaseMs }: Lease, now: Date): number {
  return Math.max(0, claimedAt.getTime() + sendLeaseMs - now.getTime())
}

/**
 * Whether what was claimed may still be handed to the provider: a call that takes its whole time must end within the
 * lease. A process that was held up for longer would send what the reconciler has put back in line.
 */
export function maySend(lease: Lease & { sendTimeoutMs: number }, now: Date): boolean {
  return lease.sendTimeoutMs <= leaseLeftMs(lease, now)
}

/**
 * How long a rep's message waits after a call that did not take it, in milliseconds: as long as it has waited already, so
 * the wait doubles, from 5 seconds to 5 minutes, with up to a quarter of jitter. `random` is in [0, 1).
 */
export function conversationRetryMs(waitedMs: number, random: number): number {
  return Math.round(Math.min(Math.max(waitedMs, 5_000), 300_000) * (1 + random / 4))
}

// Long enough for the third refusal in a row: before that, most refusals pass without anybody needing to know.
const silentWaitMs = 10_000

/**
 * What the writer of a message is told while it waits, as a reason for it not being sent; null while there is nothing to
 * say. What somebody must mend is said at once.
 */
export function whyItWaits(end: CallEnd, waitedMs: number): string | null {
  if (end.kind === 'forbidden') {
    return `the email provider refuses mail from Baton. Once whoever runs Baton has mended that, it goes out by itself. (${end.reason})`
  }
  if (end.kind !== 'refused' || waitedMs < silentWaitMs) return null
  return `the email provider takes no mail at the moment. It is tried again by itself, and marked here when it is sent. (${end.reason})`
}
