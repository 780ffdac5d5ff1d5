import { plainText } from './plain-text.ts'

/** What was typed after a slash command: the first word, in small letters, and the rest. */
export type CommandWords = { word: string; rest: string }

/** Reads `pause Spring launch` as `pause` and `Spring launch`; names keep their capitals. */
export function commandWords(text: string): CommandWords {
  const [word = '', ...rest] = plainText(text).split(/\s+/)
  return { word: word.toLowerCase(), rest: rest.join(' ') }
}
