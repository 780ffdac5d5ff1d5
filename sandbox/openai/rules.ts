/** One rule for reading a reply: if any of `words` stands in it, this is what the stand-in answers. */
export type ReplyRule = {
  readonly name: string
  /** Whole words or phrases, upper or lower case. */
  readonly words: readonly string[]
  /** Label of the reply; when a schema does not offer the first, the next is tried. */
  readonly intents: readonly string[]
  readonly sentiment: 'positive' | 'neutral' | 'negative'
  /** 0 to 100. */
  readonly score: number
}

/** The rules, from the top; the first that applies decides. */
export const replyRules: readonly ReplyRule[] = [
  {
    name: 'Unsubscribe',
    words: ['unsubscribe', 'opt out', 'opt me out', 'remove', 'take me off', 'stop'],
    intents: ['unsubscribe', 'not_interested'],
    sentiment: 'negative',
    score: 0,
  },
  {
    name: 'Out of office',
    words: [
      'out of office',
      'out of the office',
      'on vacation',
      'on holiday',
      'annual leave',
      'parental leave',
    ],
    intents: ['out_of_office', 'auto_reply', 'other'],
    sentiment: 'neutral',
    score: 10,
  },
  {
    name: 'Wrong person',
    words: ['wrong person', 'not the right person', 'no longer work', 'no longer with', 'left the company'],
    intents: ['wrong_person', 'other'],
    sentiment: 'neutral',
    score: 15,
  },
  {
    name: 'Not interested',
    words: [
      'not interested',
      'no interest',
      'no thanks',
      'no thank you',
      'not for us',
      'not a fit',
      'we will pass',
    ],
    intents: ['not_interested'],
    sentiment: 'negative',
    score: 5,
  },
  {
    name: 'Objection',
    words: [
      'too expensive',
      'too high',
      'no budget',
      'already use',
      'already have',
      'not now',
      'bad timing',
      'next year',
    ],
    intents: ['objection', 'not_interested'],
    sentiment: 'negative',
    score: 30,
  },
  {
    name: 'Interested',
    words: [
      'price',
      'prices',
      'pricing',
      'quote',
      'demo',
      'trial',
      'call me',
      'book a call',
      'interested',
      'sounds good',
      "let's talk",
    ],
    intents: ['interested'],
    sentiment: 'positive',
    score: 85,
  },
  {
    name: 'Question',
    words: ['?', 'who', 'which', 'how', 'what', 'when', 'where'],
    intents: ['question', 'other'],
    sentiment: 'neutral',
    score: 60,
  },
]

/** What holds when no rule applies. */
export const otherwise: ReplyRule = {
  name: 'Anything else',
  words: [],
  intents: ['other'],
  sentiment: 'neutral',
  score: 35,
}

/** Words that move the score of any rule that found interest or a question. */
export type Adjustment = { readonly name: string; readonly words: readonly string[]; readonly points: number }

export const adjustments: readonly Adjustment[] = [
  {
    name: 'In a hurry',
    words: ['asap', 'urgent', 'today', 'tomorrow', 'this week', 'next week'],
    points: 12,
  },
  { name: 'Not sure yet', words: ['maybe', 'not sure', 'perhaps', 'someday', 'just curious'], points: -25 },
]

/** Rules below this score stay as they are: hurry makes nobody who says no more interested. */
export const adjustedFrom = 60
