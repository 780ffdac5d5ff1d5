import { adjustedFrom, adjustments, otherwise, replyRules } from './rules.ts'
import { says, spoken } from './words.ts'
import type { ReplyRule } from './rules.ts'

/** What the rules make of one reply. `score` is 0 to 100; `reasons` say which words decided. */
export type Reading = {
  readonly text: string
  readonly rule: ReplyRule
  readonly score: number
  readonly reasons: readonly string[]
}

/** Applies the visible rules to a reply, and nothing else. */
export function readReply(text: string): Reading {
  const words = spoken(text)
  const rule = replyRules.find((each) => foundIn(words, each.words)) ?? otherwise
  const moved = rule.score < adjustedFrom ? [] : adjustments.filter((each) => foundIn(words, each.words))
  const points = moved.reduce((sum, each) => sum + each.points, 0)
  return {
    text,
    rule,
    score: Math.min(100, Math.max(0, rule.score + points)),
    reasons: [rule, ...moved].map((each) => reason(each, words)),
  }
}

/**
 * The passage to judge: what stands between the last two equal marks (a run of eight or more hex digits, as prompts use to
 * set data off from instructions), or everything where there are none. Quoted lines (`>`) are somebody else's words.
 */
export function replyIn(input: string): string {
  const passages = [...input.matchAll(/\b([0-9a-f]{8,})\b([\s\S]*?)\b\1\b/gi)]
  const passage = passages.at(-1)?.[2]?.replace(/^[^\s\w]+/, '')
  const text = passage?.replace(/\n[^\n]*$/, '').trim() || passage || input
  return text
    .split('\n')
    .filter((line) => !line.startsWith('>'))
    .join('\n')
    .trim()
}

const reason = ({ name, words }: { name: string; words: readonly string[] }, text: string): string => {
  const word = words.find((each) => foundIn(text, [each]))
  return word === undefined ? 'No word of the other rules was found' : `${name}: says "${word}"`
}

const foundIn = (prepared: string, words: readonly string[]): boolean =>
  words.some((word) => says(prepared, word))
