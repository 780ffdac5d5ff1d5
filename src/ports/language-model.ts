import { z } from 'zod'
import { intents, sentiments } from '../domain/assessment.ts'

/** What a model may conclude from a reply: a closed shape. Code decides what follows from it. */
export const replyReading = z.object({
  intent: z.enum(intents),
  sentiment: z.enum(sentiments),
  /** How much this person wants to hear from sales: 0 to 100. */
  interest: z.int().min(0).max(100),
  /** Up to three short reasons, for people. */
  reasons: z.array(z.string().max(160)).max(3),
})

/** A reply as read by a model. */
export type ReplyReading = z.infer<typeof replyReading>

/** What one reading took. */
export type ModelUsage = { model: string; promptVersion: string; inputTokens: number; outputTokens: number }

/** The ends a reading can have; `transport` is worth another try, the other failures are not. */
export type ReadingOutcome =
  | { kind: 'ok'; reading: ReplyReading; usage: ModelUsage }
  | { kind: 'refusal' | 'incomplete' | 'invalid'; reason: string }
  | { kind: 'transport'; reason: string }

/** Reads replies. It has no tools and changes nothing. */
export type LanguageModel = {
  readReply: (input: { text: string; campaignName: string }) => Promise<ReadingOutcome>
}
