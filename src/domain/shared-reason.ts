const quoted = /: '.*?'(?=[.,;]?(?:\s|$))/g
const word = /\S+/g
const opening = /^[<'"([]*/
const closing = new Set('.,;:!?\'">)]')
// What a provider says may be of any length, and looking for what is quoted takes the square of it.
const maxLength = 2_000
const sentenceEnd = /[.!?](?=\s|$)|[\r\n]/

/**
 * What a reason that was given about one person says of everybody who was left out for the same: its first sentence without its
 * full stop, and without what belongs to that person alone, such as their address.
 */
export function sharedReason(reason: string): string {
  const ofAll = reason.trim().replaceAll(word, unnamed).slice(0, maxLength).replaceAll(quoted, '')
  return ofAll.split(sentenceEnd, 1)[0]?.trim() ?? ''
}

/** One word, or `an address` in its brackets and punctuation where it is one. */
function unnamed(said: string): string {
  if (!/[^@]@[^@]/.test(said)) return said
  let end = said.length
  while (closing.has(said.charAt(end - 1))) end -= 1
  return `${opening.exec(said)?.[0] ?? ''}an address${said.slice(end)}`
}
