import type { Intent, Sentiment } from './assessment.ts'

/** What is known about a lead when a reply is scored. */
export type LeadSigns = {
  intent: Intent
  sentiment: Sentiment
  /** 0 to 100, from whoever read the reply. */
  interest: number
  /** Clicks by this person that were not a machine's. */
  clicks: number
  jobTitle: string | null
}

/** A lead score with its reasons, in words for people. */
export type LeadScore = { score: number; reasons: string[] }

const decides = /\b(?:chief|ceo|cto|coo|cfo|cmo|founder|owner|president|vp|head|director|procurement)\b/i
const closedIntents: ReadonlySet<Intent> = new Set(['not_interested', 'unsubscribe', 'wrong_person'])

/**
 * Scores a lead from 0 to 100: how interested the reply sounds, raised a little by what the person did (a click) and
 * by their role. Somebody who says no, or is the wrong person, is never lifted by it.
 */
export function scoreLead(signs: LeadSigns): LeadScore {
  const interest = clamp(signs.interest)
  if (closedIntents.has(signs.intent)) return { score: Math.min(interest, 10), reasons: [] }
  const reasons: string[] = []
  let score = interest
  if (signs.clicks > 0) {
    score += 5
    reasons.push('clicked a link before answering')
  }
  if (signs.jobTitle !== null && decides.test(signs.jobTitle)) {
    score += 5
    reasons.push(`decides: ${signs.jobTitle.slice(0, 80)}`)
  }
  return { score: clamp(score), reasons }
}

const clamp = (score: number) => Math.max(0, Math.min(100, Math.round(score)))

/**
 * Whether a reply goes to sales. Without a reading nobody may be lost, so a person looks at it; somebody who wants out
 * is left alone however high the score.
 */
export function shouldHandOver(lead: { score: number; intent: Intent }, threshold: number): boolean {
  return lead.intent !== 'unsubscribe' && lead.score >= threshold
}

/** What stands in for a reading where no model is set up or none would answer: a person should look. */
export function unreadReply(
  threshold: number,
  why: string,
): LeadScore & { intent: Intent; sentiment: Sentiment } {
  return {
    intent: 'other',
    sentiment: 'neutral',
    score: threshold,
    reasons: [`not assessed (${why}): read it yourself`],
  }
}
