import { adjustedFrom, adjustments, otherwise, replyRules } from './rules.ts'

/** The rules in words, as people read them on the page. */
export type ShownRule = { readonly name: string; readonly when: string; readonly answer: string }

export const shownRules: readonly ShownRule[] = [
  ...replyRules.map(({ name, words, intents, sentiment, score }) => ({
    name,
    when: `the reply says ${words.join(' · ')}`,
    answer: `${intents[0] ?? ''}, ${sentiment}, score ${score}`,
  })),
  {
    name: otherwise.name,
    when: 'none of the above',
    answer: `${otherwise.intents[0] ?? ''}, ${otherwise.sentiment}, score ${otherwise.score}`,
  },
  ...adjustments.map(({ name, words, points }) => ({
    name,
    when: `the reply also says ${words.join(' · ')}`,
    answer: `${points > 0 ? '+' : '−'}${Math.abs(points)} on a score of ${adjustedFrom} or more`,
  })),
]
