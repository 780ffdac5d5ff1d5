/** What a reply wants. A closed list: a model chooses from it, rules act on it. */
export const intents = [
  'interested',
  'question',
  'objection',
  'not_interested',
  'unsubscribe',
  'wrong_person',
  'other',
] as const

/** One of the intents. */
export type Intent = (typeof intents)[number]

/** How a reply sounds. */
export const sentiments = ['positive', 'neutral', 'negative'] as const

/** One of the sentiments. */
export type Sentiment = (typeof sentiments)[number]
