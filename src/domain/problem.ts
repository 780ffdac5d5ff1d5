import { Refusal } from './refusal.ts'

const dayMs = 86_400_000
/** How long the provider can be asked about a mail, in days, less a margin: Postmark keeps 45 days of activity. */
const traceableDays = 40

/** Throws the Refusal for a mail that the provider may have forgotten: that it has no trace of it proves nothing any more. */
export function requireTraceable(claimedAt: Date | null, now: Date): void {
  if (claimedAt !== null && now.getTime() - claimedAt.getTime() <= traceableDays * dayMs) return
  const sentence =
    'It is too long ago for the email provider to know whether this was sent. Leave it as it is.'
  throw new Refusal('too-old-to-ask', sentence)
}
