const quoted = /: '.*?'(?=[.,;]?(?:\s|$))/g
const word = /\S+/g
const punctuated = /^([<'"([]*).*?([.,;:!?'">)\]]*)$/
const sentenceEnd = /[.!?](?=\s|$)|[\r\n]/

/**
 * What a reason that was given about one person says of everybody who was left out for the same: its first sentence without its
 * full stop, and without what belongs to that person alone, such as their address.
 */
export function sharedReason(reason: string): string {
  const ofAll = reason.trim().replaceAll(quoted, '').replaceAll(word, unnamed)
  return ofAll.split(sentenceEnd, 1)[0]?.trim() ?? ''
}

/** One word, or `an address` in its brackets and punctuation where it is one. */
const unnamed = (said: string): string =>
  /[^@]@[^@]/.test(said) ? said.replace(punctuated, '$1an address$2') : said
