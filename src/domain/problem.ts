import { Refusal } from './refusal.ts'

const dayMs = 86_400_000
/** How long the provider can be asked about a mail, in days, less a margin: Postmark keeps 45 days of activity. */
const traceableDays = 40

/** Throws the Refusal for a mail that the provider may have forgotten: that it has no trace of it proves nothing any more. */
export function requireTraceable(claimedAt: Date | null, now: Date): void {
  if (claimedAt !== null && claimedAt >= traceableSince(now)) return
  const sentence =
    'It is too long ago for the email provider to know whether this was sent. Leave it as it is.'
  throw new Refusal('too-old-to-ask', sentence)
}

/** When the oldest mails were claimed that the provider can still be asked about. */
export const traceableSince = (now: Date): Date => new Date(now.getTime() - traceableDays * dayMs)

/**
 * Throws the Refusal for somebody who decides about everything at once and saw another number (`expected`, null: none) than
 * there is.
 */
export function requireAsSeen(expected: number | null, found: number): void {
  if (found === 0)
    throw new Refusal('problem-settled', 'This was settled meanwhile: there is nothing left to decide.')
  if (expected === null || expected === found) return
  throw new Refusal(
    'problems-changed',
    `There were ${expected}, and now there are ${found}. Nothing was done: look at them again, then decide.`,
  )
}
